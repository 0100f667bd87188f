"""The app of billing's development."""

from django.apps import AppConfig


class OfflineBillingConfig(AppConfig):
    """Registers the system check."""

    name = "dev.offline_billing"

    def ready(self) -> None:
        """Import what registers itself."""
        from dev.offline_billing import checks  # noqa: F401, PLC0415
