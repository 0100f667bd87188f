"""A stand-in for Railway's command line: its flags, JSON, exit codes and texts, over a state file.

What it imitates is version 5 of github.com/railwayapp/cli. It is run as a program, by the file
``railway`` that ``install`` writes. Variables that a test sets:

``STANDIN_STATE``      the JSON file that is the account at Railway
``STANDIN_FAILURES``   JSON: texts by command, each given once; "!" before one is an exit code of 2
``STANDIN_KILL``       "N", "N+" or "N~": kill the caller before, after or, of an upload, amid the
                       N-th change of the state
``STANDIN_LATENCY``    seconds that every call takes
``STANDIN_RUN``        a program that builds and starts what is deployed, for tests with real sites
"""

# ruff: noqa: ANN401, T201 - a program, and its state is JSON

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

VERSION = "railway 5.43.1"
CHANGES = ("init", "link", "add", "domain", "set", "delete", "up", "environment")


class FailError(Exception):
    """An error of the CLI, printed to standard error with exit code 1."""


def install(folder: Path) -> Path:
    """Write the program into a folder that goes on PATH."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "railway"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I -S "{__file__}" "$@"\n')
    program.chmod(0o755)
    return program


def empty() -> dict[str, Any]:
    return {"projects": {}, "links": {}, "calls": [], "changes": 0, "ids": 0, "stdin": []}


class Railway:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.state = json.loads(path.read_text()) if path.exists() else empty()
        self.folder = str(Path.cwd())

    def save(self) -> None:
        beside = self.path.with_suffix(f".{os.getpid()}")
        beside.write_text(json.dumps(self.state, indent=1))
        beside.replace(self.path)

    def new_id(self, kind: str) -> str:
        self.state["ids"] += 1
        return f"{kind}-{self.state['ids']}"

    # -- what is linked -----------------------------------------------------------------------

    def project(self) -> Any:
        link = self.state["links"].get(self.folder)
        if os.environ.get("RAILWAY_TOKEN"):
            return next(iter(self.state["projects"].values()))
        if link is None:
            raise FailError("No linked project found. Run railway link to connect to a project")
        if link["project"] not in self.state["projects"]:
            raise FailError("Project is deleted. Run `railway link` to connect to a project.")
        return self.state["projects"][link["project"]]

    def environment(self, project: dict[str, Any], name: str | None) -> Any:
        link = self.state["links"].get(self.folder) or {}
        wanted = name or link.get("environment") or "production"
        if wanted not in project["environments"]:
            raise FailError(f'Environment "{wanted}" not found.')
        return project["environments"][wanted]

    def service(self, words: Words) -> tuple[dict[str, Any], dict[str, Any]]:
        project = self.project()
        environment = self.environment(project, words.value("-e", "--environment"))
        name = words.value("-s", "--service")
        if name is None:
            raise FailError("No service linked\nRun `railway service` to link a service")
        if name not in project["services"]:
            raise FailError(f'Service "{name}" not found.')
        return project, environment["instances"].setdefault(name, instance())

    # -- commands -----------------------------------------------------------------------------

    def whoami(self, _words: Words) -> Any:
        if os.environ.get("RAILWAY_TOKEN"):
            raise FailError("Unauthorized. Please login with `railway login`")
        names = os.environ.get("STANDIN_WORKSPACES", "Acme Inc").split(",")
        spaces = [{"id": f"workspace-{it}", "name": it} for it in names]
        return {"name": "Ada", "email": "ada@example.com", "workspaces": spaces}

    def list(self, _words: Words) -> Any:
        return [{"id": it["id"], "name": it["name"]} for it in self.state["projects"].values()]

    def init(self, words: Words) -> Any:
        name = words.value("-n", "--name")
        spaces = os.environ.get("STANDIN_WORKSPACES", "Acme Inc").split(",")
        if len(spaces) > 1 and not words.value("-w", "--workspace"):
            raise FailError(
                "--workspace required in non-interactive mode (multiple workspaces available)"
            )
        made = {
            "id": self.new_id("project"),
            "name": name,
            "services": {},
            "environments": {"production": {"id": self.new_id("env"), "instances": {}}},
        }
        self.state["projects"][made["id"]] = made
        self.state["links"][self.folder] = {"project": made["id"], "environment": "production"}
        return {"id": made["id"], "name": name}

    def link(self, words: Words) -> Any:
        wanted, name = words.value("-p", "--project"), words.value("-e", "--environment")
        project = self.state["projects"].get(wanted)
        if project is None:
            raise FailError(f'Project "{wanted}" not found')
        if name not in project["environments"]:
            raise FailError(f'Environment "{name}" not found.')
        self.state["links"][self.folder] = {"project": wanted, "environment": name}
        found = project["environments"][name]
        return {
            "projectId": wanted,
            "projectName": project["name"],
            "environmentId": found["id"],
            "environmentName": name,
        }

    def environment_new(self, words: Words) -> Any:
        project = self.project()
        made: dict[str, Any] = {"id": self.new_id("env"), "instances": {}}
        if source := words.value("--duplicate"):
            for name, one in project["environments"][source]["instances"].items():
                database = name.startswith(("Postgres", "Redis"))
                started = [{"id": self.new_id("deployment"), "status": "DEPLOYING", "looks": 3}]
                made["instances"][name] = {
                    **instance(),
                    "variables": dict(one["variables"]),
                    "deployments": started if database else [],
                }
        project["environments"][words.plain[2]] = made
        self.state["links"][self.folder] = {
            "project": project["id"],
            "environment": words.plain[2],
        }
        return {"id": made["id"], "name": words.plain[2]}

    def status(self, _words: Words) -> Any:
        project = self.project()
        environments = []
        for name, it in project["environments"].items():
            instances = []
            for service, one in it["instances"].items():
                self.advance(one)
                latest = one["deployments"][-1] if one["deployments"] else None
                domains = [{"domain": domain} for domain in one["domains"]]
                instances.append(
                    {
                        "node": {
                            "serviceName": service,
                            "serviceId": project["services"][service],
                            "latestDeployment": latest
                            and {"id": latest["id"], "status": latest["status"]},
                            "domains": {"serviceDomains": domains, "customDomains": []},
                        }
                    }
                )
            node = {"id": it["id"], "name": name, "serviceInstances": {"edges": instances}}
            environments.append({"node": node})
        services = [
            {"node": {"id": id_, "name": name}} for name, id_ in project["services"].items()
        ]
        return {
            "id": project["id"],
            "name": project["name"],
            "environments": {"edges": environments},
            "services": {"edges": services},
        }

    @staticmethod
    def advance(one: dict[str, Any]) -> None:
        """A database that was added starts a while later; a release that went on ends."""
        for it in one["deployments"]:
            it["looks"] = it.get("looks", 1) - 1
            if it["status"] in {"DEPLOYING", "BUILDING"} and it["looks"] <= 0:
                it["status"] = "SUCCESS"

    def add(self, words: Words) -> Any:
        project = self.project()
        kind = words.value("-d", "--database")
        if kind:
            name = {"postgres": "Postgres", "redis": "Redis"}[kind]
            while name in project["services"]:
                name += "-2"
            variable = {"postgres": "DATABASE_URL", "redis": "REDIS_URL"}[kind]
            value = f"{kind}://user:of-{name}@{name.lower()}.railway.internal:1/railway"
            variables = {variable: value}
            deployments = [{"id": self.new_id("deployment"), "status": "DEPLOYING", "looks": 3}]
        else:
            name, variables, deployments = words.needed("-s", "--service"), {}, []
            if name in project["services"]:
                raise FailError(f'A service named "{name}" already exists in this project')
        project["services"][name] = self.new_id("service")
        for it in project["environments"].values():
            it["instances"][name] = {
                **instance(),
                "variables": dict(variables),
                "deployments": list(deployments),
            }
        return {"id": project["services"][name], "name": name}

    def domain(self, words: Words) -> Any:
        project, one = self.service(words)
        host = os.environ.get("STANDIN_DOMAIN") or f"{project['name']}-production.up.railway.app"
        one["domains"].append(host)
        return {"domain": host}

    def variable_list(self, words: Words) -> Any:
        project, one = self.service(words)
        environment = self.environment(project, words.value("-e", "--environment"))
        return {**self.resolved(environment, one), "RAILWAY_PROJECT_ID": project["id"]}

    def resolved(self, environment: dict[str, Any], one: dict[str, Any]) -> dict[str, str]:
        def look(found: re.Match[str]) -> str:
            other = environment["instances"].get(found[1])
            return self.resolved(environment, other).get(found[2], "") if other else found[0]

        return {
            name: re.sub(r"\$\{\{([^.}]+)\.([^}]+)\}\}", look, value)
            for name, value in one["variables"].items()
        }

    def variable_set(self, words: Words) -> Any:
        _, one = self.service(words)
        assert "--skip-deploys" in words.flags, "a variable would deploy by itself"
        if "--stdin" in words.flags:
            (key,) = words.plain[2:]
            value = sys.stdin.read().strip()
            self.state["stdin"].append(key)
            pairs = {key: value}
        else:
            pairs = {}
            for it in words.plain[2:]:
                if "=" not in it:
                    raise FailError(f"Invalid variable format: {it}")
                key, _, value = it.partition("=")
                pairs[key] = value
        one["variables"] |= pairs
        return {"keys": sorted(pairs), "set": True}

    def variable_delete(self, words: Words) -> Any:
        _, one = self.service(words)
        key = words.plain[2]
        if key not in one["variables"]:
            raise FailError(f"Variable '{key}' not found")
        del one["variables"][key]
        return {"key": key, "deleted": True}

    def up(self, words: Words) -> Any:
        project, one = self.service(words)
        folder = Path(words.plain[1])
        environment = self.environment(project, words.value("-e", "--environment"))
        service = words.needed("-s", "--service")
        deployment = {
            "id": self.new_id("deployment"),
            "status": "BUILDING",
            "message": words.value("-m", "--message"),
            "config": json.loads((folder / "railway.json").read_text()),
            "files": sorted(
                it.relative_to(folder).as_posix() for it in folder.rglob("*") if it.is_file()
            ),
            "variables": self.resolved(environment, one),
        }
        one["deployments"].append(deployment)
        self.save()  # the upload is there, whatever becomes of the caller from here
        kill(self.state["changes"], "~")
        ending = os.environ.get(f"STANDIN_{service.upper()}_ENDS", "success")
        if program := os.environ.get("STANDIN_RUN"):
            ending = self.really(program, folder, service, deployment)
        deployment["status"] = {"failed": "FAILED", "crashed": "CRASHED"}.get(ending, "SUCCESS")
        if ending == "lost":
            deployment["status"] = "BUILDING"
            raise FailError("Failed to stream build logs: connection reset by peer")
        print(json.dumps({"level": "info", "message": "building"}))
        return {"status": ending, "code": 0 if ending == "success" else 1}

    @staticmethod
    def really(program: str, folder: Path, service: str, deployment: dict[str, Any]) -> str:
        document = json.dumps({**deployment, "folder": str(folder), "service": service})
        done = subprocess.run(
            [program], input=document, text=True, capture_output=True, check=False
        )
        deployment["log"] = f"{done.stdout}\n{done.stderr}"
        return "failed" if done.returncode else "success"

    def logs(self, words: Words) -> str:
        self.service(words)
        _, one = self.service(words)
        kind = "build" if {"-b", "--build"} & set(words.flags) else "deploy"
        latest = one["deployments"][-1] if one["deployments"] else {}
        return os.environ.get(f"STANDIN_{kind.upper()}_LOG", str(latest.get("log", "")))

    def ssh(self, words: Words) -> int:
        self.service(words)
        self.state["calls"][-1]["ssh"] = words.rest
        self.save()
        if program := os.environ.get("STANDIN_SSH"):
            return subprocess.run([program, *words.rest], check=False).returncode
        return int(os.environ.get("STANDIN_SSH_CODE", "0"))

    def delete(self, words: Words) -> Any:
        wanted = words.value("-p", "--project")
        assert "--yes" in words.flags
        del self.state["projects"][wanted]
        return {"id": wanted, "deleted": True}


def instance() -> dict[str, Any]:
    return {"variables": {}, "deployments": [], "domains": []}


class Words:
    """A command line, taken apart as clap does it; unknown flags are refused with exit code 2."""

    VALUED = (
        *("-n", "--name", "-w", "--workspace", "-p", "--project", "-e", "--environment"),
        *("--duplicate", "-s", "--service", "-d", "--database", "-m", "--message", "--lines", "-v"),
    )
    BARE = (
        *("--json", "--stdin", "--skip-deploys", "--path-as-root", "--no-gitignore", "-c", "--ci"),
        *("-y", "--yes", "-b", "--build", "--deployment", "--latest", "--version", "-V"),
    )

    def __init__(self, words: list[str]) -> None:
        self.plain: list[str] = []
        self.flags: list[str] = []
        self.values: dict[str, str] = {}
        self.rest: list[str] = []
        turn = iter(words)
        for word in turn:
            if word == "--":
                self.rest = list(turn)
            elif word == "-d" and words[0] == "logs":
                self.flags.append(word)
            elif word in self.VALUED:
                self.values[word] = next(turn)
            elif word in self.BARE:
                self.flags.append(word)
            elif word.startswith("-"):
                print(f"error: unexpected argument '{word}' found", file=sys.stderr)
                sys.exit(2)
            else:
                self.plain.append(word)

    def needed(self, *names: str) -> str:
        return self.value(*names) or ""

    def value(self, *names: str) -> str | None:
        return next((self.values[it] for it in names if it in self.values), None)


def planned_failure(command: str, path: Path) -> str:
    """Return the text that this call is to fail with, taken out of the file."""
    place = os.environ.get("STANDIN_FAILURES")
    if not place or not Path(place).exists():
        return ""
    failures: dict[str, list[str]] = json.loads(Path(place).read_text())
    texts = failures.get(command, [])
    text = texts.pop(0) if texts else ""
    Path(place).write_text(json.dumps(failures))
    return text


def kill(number: int, after: str) -> None:
    """Kill the caller where a test asked for it at this change."""
    if os.environ.get("STANDIN_KILL") == f"{number}{after}":
        os.kill(os.getppid(), signal.SIGKILL)
        sys.exit(137)


def main(arguments: list[str]) -> int:
    words = Words(arguments)
    if {"--version", "-V"} & set(words.flags):
        print(os.environ.get("STANDIN_VERSION", VERSION))
        return 0
    time.sleep(float(os.environ.get("STANDIN_LATENCY", "0")))
    railway = Railway(Path(os.environ["STANDIN_STATE"]))
    command = words.plain[0]
    name = "_".join(words.plain[:2]) if command in {"variable", "environment"} else command
    railway.state["calls"].append({"words": arguments, "token": "RAILWAY_TOKEN" in os.environ})
    railway.save()
    if text := planned_failure(name, railway.path):
        print(text.lstrip("!"), file=sys.stderr)
        return 2 if text.startswith("!") else 1
    changes = name.split("_")[-1] in CHANGES or command in CHANGES
    if changes:
        railway.state["changes"] += 1
        kill(railway.state["changes"], "")
    try:
        answer = getattr(railway, {"environment_new": "environment_new"}.get(name, name))(words)
    except FailError as error:
        railway.save()
        print(str(error), file=sys.stderr)
        return 1
    railway.save()
    if changes:
        kill(railway.state["changes"], "+")
    if isinstance(answer, int):
        return answer
    if isinstance(answer, str):
        print(answer)
        return 0
    code = answer.pop("code", 0) if isinstance(answer, dict) else 0
    print(json.dumps(answer))
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
