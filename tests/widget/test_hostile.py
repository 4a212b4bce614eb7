"""No text runs: not the assistant's, not the person's, not under any policy."""

import itertools

import pytest
from chat_page import ChatPage, page_with, strict
from scripted_brain import line

from gutfaq.reply import Button, Citation, Reply, Safety, Said

pytestmark = pytest.mark.browser
RUN = "window.ran.push(1)"
BASES = [
    f"<script>{RUN}</script>",
    f'<img src=x onerror="{RUN}">',
    f"<svg onload={RUN}>",
    f'<svg><script href="data:text/javascript,{RUN}"/></svg>',
    f'<iframe srcdoc="<script>parent.{RUN[7:]}</script>"></iframe>',
    f'<a href="javascript:{RUN}">click</a>',
    f"[click](javascript:{RUN})",
    f'![x](x" onerror="{RUN})',
    f"javascript:{RUN}//",
    f"data:text/html,<script>{RUN}</script>",
    f'"><body onload={RUN}>',
    f"'-{RUN}-'",
    f"${{{RUN}}}",
    f"{{{{{RUN}}}}}",
    f'<details open ontoggle="{RUN}">',
    f'<input autofocus onfocus="{RUN}">',
    f'<style>@import "javascript:{RUN}"</style>',
    f'<math><mtext></form><form><mglyph><style></math><img src onerror="{RUN}">',
    f'<template shadowrootmode=open><img src onerror="{RUN}"></template>',
    f"<gut-faq heading='<img src onerror={RUN}>'></gut-faq>",
]
WRAPPERS = ["{}", "</p></blockquote>{}", "\u202e{}", "<!--{}-->{}", "]]>{}"]
WRAPPERS += ["\x00{}", "</textarea></title>{}", "call 112 {} now", '" onmouseover="{}', "{}\n\n{}"]
PAYLOADS = [wrapper.format(base, base) for base, wrapper in itertools.product(BASES, WRAPPERS)]
HREFS = "[...document.querySelector('gut-faq').shadowRoot.querySelectorAll('a')].map(a => a.href)"


def hostile_reply(*payloads):
    """Return a reply with each payload in every field that is shown."""
    said = []
    for payload in payloads:
        quote = Citation(payload, 0, 5, payload)
        said.append(Said(payload, "answer", "seed", payload, payload, (quote,)))
        said += [line(payload, payload), line("utter_card", payload, "safety")]
    buttons = tuple(Button(payload, payload[:200]) for payload in payloads)
    safety = Safety("emergency", card="utter_card")
    return Reply(("answer",), tuple(said), buttons=buttons, safety=safety)


def test_there_are_200_payloads():
    """The corpus holds 200 different payloads."""
    assert len(set(PAYLOADS)) == 200


def test_no_text_of_the_assistant_runs(browser, server):
    """None of the payloads runs from any field of a reply, nor becomes a link that would."""
    chat = ChatPage(browser, server).goto("/launcher").open()
    waiting = iter([PAYLOADS[n : n + 10] for n in range(0, len(PAYLOADS), 10)])
    server.brain.says = lambda _: hostile_reply(*next(waiting))
    for n in range(20):
        chat.page.evaluate(f"document.querySelector('gut-faq').ask('question {n}')")
    chat.replies.nth(19).wait_for(timeout=60_000)
    assert chat.page.locator("gut-faq blockquote").count() == 200
    schemes = {href.split(":")[0] for href in chat.page.evaluate(HREFS)}
    assert schemes <= {"http", "tel", "sms"}
    assert chat.page.evaluate("window.ran") == []
    chat.page.reload()  # the history is drawn anew from storage
    chat.replies.last.wait_for()
    assert chat.page.evaluate("window.ran") == []
    chat.finish()


def test_no_text_of_the_person_runs(browser, server):
    """None of the payloads runs when a person types it."""
    chat = ChatPage(browser, server).goto("/launcher").open()
    for payload in PAYLOADS[::10]:
        chat.field.fill(payload)
        chat.field.press("Enter")
    chat.page.evaluate(
        "texts => texts.forEach((text) => document.querySelector('gut-faq').ask(text))", PAYLOADS
    )
    chat.mine.nth(len(PAYLOADS[::10]) + 199).wait_for(timeout=60_000)
    assert chat.page.evaluate("window.ran") == []
    chat.finish()


def test_without_any_policy_it_does_not_run_either(browser, serve):
    """On a page without a policy nothing runs either: text is only ever text."""
    server = page_with(serve, "<gut-faq></gut-faq>", policy="default-src * 'unsafe-inline' data:")
    chat = ChatPage(browser, server).goto("/page").open()
    server.brain.says = lambda _: hostile_reply(*PAYLOADS[::5])
    chat.ask("question")
    assert chat.page.evaluate("window.ran") == []
    chat.finish()


def test_on_another_site_with_a_strict_policy(browser, serve):
    """A listed site that allows only the assistant's server, and Trusted Types, gets it whole."""
    bot = serve()
    site = page_with(serve, "<gut-faq></gut-faq>", bot=bot.url, policy=strict(bot.url[7:]))
    bot.stop()
    bot.allow(site.url)
    bot.start()
    chat = ChatPage(browser, site).goto("/page").open()
    reply = chat.ask("symptoms?")
    assert reply.get_by_role("link").get_attribute("href").startswith(bot.url + "/source/")
    chat.finish()


def test_on_a_site_that_is_not_listed(browser, serve):
    """A page of a site that is not listed gets no conversation."""
    bot = serve()
    site = page_with(serve, "<gut-faq></gut-faq>", bot=bot.url, policy=strict(bot.url[7:]))
    chat = ChatPage(browser, site).goto("/page").open()
    chat.send("causes?")
    chat.page.get_by_text("You are offline.").wait_for()
    chat.page.wait_for_timeout(1000)
    assert bot.brain.turns == []
    chat.close()
