"""A page with the widget, driven as a person would."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from sanic.response import html as respond

WATCH = """
window.shifts = 0; window.ran = []; window.refused = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
}).observe({type: "layout-shift", buffered: true});
addEventListener("securitypolicyviolation", (event) => {
  window.refused.push(event.violatedDirective + " " + event.blockedURI);
});
"""
AWAY = ("ERR_CONNECTION", "WebSocket connection to", "ERR_INTERNET_DISCONNECTED")


HEAD = (
    '<!doctype html><html lang="{lang}"><title>A page</title>'
    "<link rel=icon href={bot}/widget/x/icon.svg>"
    "<script type=module src={bot}/gut-faq.js></script><main><h1>A page</h1>"
    "<a href=#>A link</a></main>"
)


def strict(host: str) -> str:
    """Return the policy of a site that allows the assistant's server and nothing else."""
    return (
        f"default-src 'none'; script-src http://{host}; connect-src http://{host} ws://{host}; "
        f"img-src http://{host}; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def page_with(serve, element, *, lang="en", bot="", policy=None, **options):
    """Return a server with a page of a site's own at /page, as strict as can be."""

    def extend(app):
        async def page(request):
            html = HEAD.format(lang=lang, bot=bot) + element
            return respond(
                html, headers={"Content-Security-Policy": policy or strict(request.host)}
            )

        app.add_route(page, "/page", name="page")

    return serve(extend=extend, **options)


class ChatPage:
    """A tab of its own.

    Attributes:
        page: Playwright's page.
        errors: What the console reported as an error.
    """

    def __init__(self, browser, server, *, context=None, **options) -> None:
        self.server = server
        self.owns_context = context is None
        self.context = context or browser.new_context(**options)
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.errors: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.add_init_script(WATCH)

    def _console(self, message) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def goto(self, path: str) -> ChatPage:
        """Load a page of the server."""
        self.page.goto(self.server.url + path)
        return self

    @property
    def launcher(self):
        """The round button."""
        return self.page.locator("gut-faq #launcher")

    @property
    def panel(self):
        """The panel."""
        return self.page.locator("gut-faq #panel")

    @property
    def field(self):
        """Where a person types."""
        return self.page.locator("gut-faq textarea")

    @property
    def replies(self):
        """The assistant's turns."""
        return self.page.locator("gut-faq .turn.bot")

    @property
    def mine(self):
        """The person's turns."""
        return self.page.locator("gut-faq .turn.me")

    @property
    def status(self):
        """The line above the field."""
        return self.page.locator("gut-faq #status")

    def open(self) -> ChatPage:
        """Open the panel."""
        self.launcher.click()
        self.panel.wait_for()
        return self

    def send(self, text: str) -> None:
        """Type and press Enter."""
        self.field.fill(text)
        self.field.press("Enter")

    def ask(self, text: str):
        """Send, and return the reply."""
        before = self.replies.count()
        self.send(text)
        reply = self.replies.nth(before)
        reply.wait_for()
        return reply

    def menu(self, entry: str) -> None:
        """Choose from the menu."""
        self.page.get_by_role("button", name="More", exact=True).click()
        self.page.get_by_role("button", name=entry, exact=True).click()

    def violations(self) -> list[str]:
        """Return what axe-core finds, best practices included."""
        found = Axe().run(self.page).response["violations"]
        return [f"{one['id']}: {[n['html'][:120] for n in one['nodes']]}" for one in found]

    def close(self) -> None:
        """Close the tab."""
        if self.owns_context:
            self.context.close()
        else:
            self.page.close()

    def finish(self, *, may_be_away: bool = False) -> None:
        """Close the tab; fail if there were console errors, refused resources or layout shifts."""
        shifts, refused = self.page.evaluate("[window.shifts, window.refused]")
        self.close()
        errors = [e for e in self.errors if not (may_be_away and any(a in e for a in AWAY))]
        assert errors == []
        assert refused == []
        assert shifts == 0
