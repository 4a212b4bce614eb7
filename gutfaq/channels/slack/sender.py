"""The calls to Slack's Web API, and what their outcome means for a question."""

from __future__ import annotations

import asyncio
import re
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from gutfaq.channels.slack.jobs import Job
from gutfaq.channels.slack.logs import quiet_logger
from gutfaq.channels.slack.render import METADATA

# With these a post can never succeed: https://docs.slack.dev/reference/methods/chat.postMessage
BLOCKS_REFUSED = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
HOPELESS = BLOCKS_REFUSED | frozenset(
    {
        "cannot_reply_to_message",
        "channel_not_found",
        "is_archived",
        "message_limit_exceeded",
        "messages_tab_disabled",
        "msg_too_long",
        "no_text",
        "not_in_channel",
        "restricted_action",
        "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel",
        "restricted_action_thread_locked",
        "restricted_action_thread_only_channel",
        "thread_not_found",
        "user_not_found",
    }
)
# With these Slack has certainly not posted; with anything else it may have.
NOT_POSTED = HOPELESS | {
    "account_inactive",
    "ekm_access_denied",
    "invalid_auth",
    "missing_scope",
    "no_permission",
    "not_authed",
    "ratelimited",
    "token_expired",
    "token_revoked",
}


class NotSent(Exception):
    """A call did not succeed.

    Attributes:
        code: Slack's error code, or the kind of failure.
        wait: Seconds that Slack asks to wait, None when it does not say.
        hopeless: Trying again cannot help.
        perhaps: The message may stand in Slack all the same.
    """

    def __init__(
        self, code: str, *, wait: float | None = None, hopeless: bool = False, perhaps: bool = False
    ) -> None:
        self.code, self.wait, self.hopeless, self.perhaps = code, wait, hopeless, perhaps
        super().__init__(code)


class Sender:
    """Speaks to Slack with one HTTP session. It never tries a call twice of its own accord."""

    def __init__(self, api_url: str, *, timeout: float) -> None:
        self._url, self._timeout = api_url, timeout
        self._logger = quiet_logger("sdk")
        self._session: aiohttp.ClientSession | None = None

    def client(self, token: str) -> AsyncWebClient:
        """Return a Web API client; the SDK's own retries are off, for they may post twice."""
        if self._session is None or self._session.closed:
            limit = aiohttp.ClientTimeout(total=self._timeout)
            self._session = aiohttp.ClientSession(timeout=limit, trust_env=True)
        return AsyncWebClient(
            token=token,
            base_url=self._url,
            timeout=int(self._timeout) or 1,
            session=self._session,
            logger=self._logger,
            retry_handlers=[],
        )

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def send(self, token: str, job: Job, shown: dict[str, Any]) -> None:
        """Post the answer into the question's thread, or show it to the asker alone.

        Raises:
            NotSent: It was not posted, or nobody knows.
        """
        await (self._whisper(job, shown) if job.response_url else self._post(token, job, shown))

    async def _post(self, token: str, job: Job, shown: dict[str, Any]) -> None:
        mark = {"event_type": METADATA, "event_payload": {"key": job.mark}}
        await self.call(
            self.client(token).chat_postMessage(
                channel=job.channel,
                thread_ts=job.thread or None,
                metadata=mark,
                unfurl_links=False,
                unfurl_media=False,
                **shown,
            )
        )

    async def _whisper(self, job: Job, shown: dict[str, Any]) -> None:
        if not self._is_slacks(job.response_url):
            raise NotSent("foreign_response_url", hopeless=True)
        client = AsyncWebhookClient(
            job.response_url,
            timeout=int(self._timeout) or 1,
            logger=self._logger,
            retry_handlers=[],
        )
        sent = client.send_dict({"response_type": "ephemeral", "replace_original": False, **shown})
        response = await self.call(sent)
        if response.status_code == 429:
            raise NotSent("ratelimited", wait=_wait(response.headers))
        if response.status_code != 200:
            refused = 400 <= response.status_code < 500
            named = refused and re.fullmatch("[a-z_]{1,40}", response.body)
            code = response.body if named else f"http_{response.status_code}"
            raise NotSent(code, hopeless=refused, perhaps=not refused)

    async def stands(self, token: str, job: Job) -> bool:
        """Return whether our answer to the job is in its thread already.

        Raises:
            NotSent: The thread could not be read.
        """
        client, cursor = self.client(token), None
        while True:
            page = await self.call(
                client.conversations_replies(
                    channel=job.channel,
                    ts=job.thread,
                    oldest=job.ts or None,
                    include_all_metadata=True,
                    limit=200,
                    cursor=cursor,
                )
            )
            if any(_mark(found) == job.mark for found in page.get("messages") or []):
                return True
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return False

    async def call(self, sent: Any) -> Any:
        """Return what the call returns.

        Raises:
            NotSent: It failed in whatever way.
        """
        try:
            return await asyncio.wait_for(sent, self._timeout)
        except SlackApiError as error:
            raise _not_sent(error) from None
        except (aiohttp.ClientConnectorError, aiohttp.InvalidURL) as error:
            raise NotSent(type(error).__name__) from None
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError) as error:
            raise NotSent(type(error).__name__, perhaps=True) from None

    def _is_slacks(self, url: str) -> bool:
        host, home = urlsplit(url).hostname or "", urlsplit(self._url)
        if host == home.hostname:
            return True
        ours = (".slack.com", ".slack-gov.com")
        return urlsplit(url).scheme == "https" and host.endswith(ours)


def _not_sent(error: SlackApiError) -> NotSent:
    response = error.response
    status = getattr(response, "status_code", getattr(response, "status", 0))
    data = getattr(response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    if status == 429:
        return NotSent("ratelimited", wait=_wait(response.headers))
    if status != 200 or not code:
        return NotSent(code or f"http_{status}", perhaps=True)
    return NotSent(code, hopeless=code in HOPELESS, perhaps=code not in NOT_POSTED)


def _wait(headers: Any) -> float:
    try:
        return max(0.0, float(headers.get("Retry-After", headers.get("retry-after", 1))))
    except ValueError:
        return 1.0


def _mark(found: dict[str, Any]) -> str | None:
    metadata = found.get("metadata") or {}
    if metadata.get("event_type") != METADATA:
        return None
    return (metadata.get("event_payload") or {}).get("key")
