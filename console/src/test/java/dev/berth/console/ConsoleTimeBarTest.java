package dev.berth.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The bar over every page: which part of the time it shows, and which moment the page below it. */
@EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "waits for what pages do by themselves")
final class ConsoleTimeBarTest {
    private static final String CHART = ".timebar .u-over";

    private final TestingFleet fleet = new TestingFleet(12);
    private Browser browser;
    private TestingConsole console;

    @BeforeEach
    void start() throws IOException {
        browser = Browser.open();
        console = new TestingConsole(fleet.log(), 0);
        browser.show(console.url(), "admin");
        browser.text("#summary", "12 hosts");
        browser.until("the bar", () -> browser.isThere(CHART));
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable part : new AutoCloseable[] {browser, console}) {
            if (part != null) {
                part.close();
            }
        }
    }

    @Test
    void zoomsIntoThePartThatIsDraggedOverAndOutAgain() {
        assertThat(browser.textNow(".spans [aria-current=true]")).isEqualTo("1 h");
        String whole = title();
        browser.drag(CHART, 0.25, 0.5);
        browser.until("a part of the hour", () -> browser.address().contains("until="));
        browser.until("another title", () -> !title().equals(whole));
        assertThat(browser.isThere(".spans [aria-current=true]"))
                .as("a span of the list")
                .isFalse();
        // A quarter of an hour, as far as a pixel is a moment.
        assertThat(spanS()).isBetween(850L, 950L);
        assertThat(browser.textNow("#live")).as("the moment is another thing").contains("live");
        String zoomed = browser.address();

        browser.follow("Health");
        browser.text("#ready", "Ready");
        assertThat(browser.address()).contains(zoomed.substring(zoomed.indexOf("until=")));
        browser.follow("until now");
        browser.until("no end", () -> !browser.address().contains("until="));
        browser.follow("1 h");
        browser.text(".spans [aria-current=true]", "1 h");
    }

    @Test
    void showsTheMomentThatIsClickedOnAndGoesLiveAgain() {
        assertThat(browser.textNow("#live")).contains("live").doesNotContain("Back");
        browser.clickAt(CHART, 0.5);
        browser.text("#live", "Back to live");
        assertThat(browser.address()).contains("as_of=");
        browser.until("the past", () -> browser.isThere("main.past"));
        String then = browser.text("#summary", "as after");

        fleet.setNow(System.currentTimeMillis());
        fleet.claim(0, 2, 1_024, 0);
        browser.follow("Back to live");
        browser.until("the present", () -> !browser.isThere("main.past"));
        assertThat(browser.address()).doesNotContain("as_of");
        browser.until("another summary", () -> !browser.textNow("#summary").equals(then));
    }

    @Test
    void countsByItselfWhatHappensWhileItIsLive() {
        String before = browser.text(".timebar", "live") + label();
        fleet.setNow(System.currentTimeMillis());
        fleet.claim(1, 2, 1_024, 0);
        browser.until("one claim more", () -> !(browser.textNow(".timebar") + label()).equals(before));
    }

    /** As a service answers that has more commands than the bar reads at a time. */
    @Test
    void saysWhatItHasNotCountedYetAndAsksForWhatIsNewAlone() {
        browser.run("""
                const real = window.fetch;
                window.asked = [];
                window.isMore = true;
                window.fetch = (url, options) => {
                  if (!String(url).includes('/history/activity')) {
                    return real(url, options);
                  }
                  const query = new URL(url, location.href).searchParams;
                  window.asked.push(query.get('from'));
                  const stepMs = 1000 * Number(query.get('step'));
                  const last = `0@${1000000 + window.asked.length}`;
                  const begin = Math.floor((Date.now() - 1800000) / stepMs) * stepMs;
                  const intervals = [{begin_ms: begin, last, granted: {CLAIM_ALLOCATIONS: 1}, refused: {}}];
                  return Promise.resolve(new Response(JSON.stringify({intervals, next: window.isMore ? last : null})));
                };
                """);
        browser.text("#cut", "There is more than is counted so far");
        assertThat(label()).contains("and more");
        assertThat((Boolean) browser.run("return window.asked.every((from) => /^\\d+@\\d+$/.test(from))"
                        + " && new Set(window.asked).size === window.asked.length"))
                .as("asked behind what was read before alone, and for no place twice")
                .isTrue();

        browser.clickAt(CHART, 0.9);
        browser.text("#live", "Back to live");
        assertThat(browser.address())
                .as("a time, and not the last command that was read")
                .contains("as_of=20");
        browser.run("window.isMore = false");
        browser.until("all of it", () -> !browser.isThere("#cut"));
    }

    private String title() {
        return (String) browser.run("return document.querySelector('.timebar .chart').title");
    }

    private String label() {
        return (String) browser.run("return document.querySelector('.timebar .chart').getAttribute('aria-label')");
    }

    private long spanS() {
        return (Long) browser.run("return Number(new URLSearchParams(location.hash.split('?')[1]).get('span'))");
    }
}
