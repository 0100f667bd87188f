"""The React theme: an app in TypeScript for whoever is signed in, over the project's API."""
