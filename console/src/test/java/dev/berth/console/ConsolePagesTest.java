package dev.berth.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.model.ConsumerId;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.openqa.selenium.Keys;

/**
 * The pages in a browser, of 1,000 hosts: what an operator wants to know, each in at most six clicks. Skipped where
 * there is no browser.
 */
final class ConsolePagesTest {
    private static final int HOSTS = 1_000;
    private static final int CLICKS_MAX = 6;

    /** The host of the last things that happen: it has GPUs, and hardly anything else happens to it. */
    private static final int QUIET = 996;

    private static final String TOKEN = "admin";

    /** A page takes three seconds to look at, so the dark ones are left to {@code -Dfaults=true}. */
    private static final boolean IS_THOROUGH = Boolean.getBoolean("faults");

    private static TestingFleet fleet;
    private static TestingConsole console;
    private static Browser browser;
    private static ConsumerId first;
    private static ConsumerId second;
    private static long claimedMs;
    private static long releasedMs;

    @BeforeAll
    static void start() throws IOException {
        browser = Browser.open();
        fleet = new TestingFleet(HOSTS);
        long nowMs = fleet.nowMs();
        claimedMs = nowMs - 4 * 60_000;
        releasedMs = nowMs - 2 * 60_000;
        fleet.setNow(claimedMs);
        first = fleet.claim(QUIET, 2, 4_096, 4);
        fleet.setNow(releasedMs);
        fleet.release(first);
        fleet.setNow(nowMs - 60_000);
        second = fleet.claim(QUIET, 2, 4_096, 1);
        fleet.setNow(nowMs);
        console = new TestingConsole(fleet.log(), 0);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (console != null) {
            console.close();
        }
    }

    private static String at(long ms) {
        return Instant.ofEpochMilli(ms).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static void requireFewClicks() {
        assertThat(browser.clicks()).isLessThanOrEqualTo(CLICKS_MAX);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void findsFreeCardsOfAKind() {
        browser.show(console.url(), TOKEN);
        browser.text("#summary", "1,000 hosts");
        browser.type("input[name=filter]", "resources=PGPU:1");
        browser.enter();
        browser.text("#summary", " found");
        browser.click("#hosts tbody tr a");
        assertThat(browser.text("#devices", "available")).contains("10de:20b0");
        requireFewClicks();
    }

    @Test
    void saysWhyARequestFindsNothing() {
        browser.show(console.url(), TOKEN);
        browser.follow("Ask");
        browser.type("input[name=resources]", "VCPU:65,MEMORY_MB:1024");
        browser.enter();
        browser.text("#verdict", "None ever");
        assertThat(browser.text("#explanation", "VCPU")).contains("−1,000");
        requireFewClicks();
    }

    @Test
    void namesTheServiceInItsCommands() {
        String service = console.url().replace("/console", "");
        browser.show(console.url() + "#/ask?q=resources%3DVCPU%3A1", TOKEN);
        browser.text(".commands", "berth explain --url " + service + " ");
        browser.follow("Health");
        browser.text("main", "berth audit verify --url " + service);
    }

    /** A link from somebody else may say anything, and what is shown of it is there to be pasted into a shell. */
    @Test
    void quotesInItsCommandsWhatTheAddressSays() {
        browser.show(console.url() + "#/ask?region=a%3Bb&as_of=%24(id)&q=resources%3DVCPU%3A1%27%3Bid", TOKEN);
        assertThat(browser.text(".commands", "berth explain"))
                .contains("--as-of '$(id)'", "/regions/a%3Bb", "'resources=VCPU:1'\\'';id'")
                .doesNotContain("a;b");
        // The service refuses what was asked, and the browser says so; no other test is to find that.
        browser.complaints();
    }

    @Test
    void saysWhoHeldACardAtATime() {
        browser.show(console.url(), TOKEN);
        browser.type("input[name=filter]", "name=" + TestingFleet.name(QUIET));
        browser.enter();
        browser.text("#summary", " 1 found");
        browser.click("#hosts tbody tr a");
        browser.type("input[name=moment]", at((claimedMs + releasedMs) / 2));
        browser.enter();
        String devices = browser.text("#devices", "0000:41:00.0");
        assertThat(devices.split(shortened(first), -1)).hasSize(5);
        browser.follow("0000:41:00.0");
        String held = browser.text("#held", shortened(first));
        assertThat(held).contains("http nova/service").doesNotContain(shortened(second));
        requireFewClicks();
        browser.follow("Back to live");
        assertThat(browser.text("#held", shortened(second))).contains(shortened(first));
    }

    private static String shortened(ConsumerId consumer) {
        String id = consumer.toString();
        return id.substring(0, 8) + "…" + id.substring(32);
    }

    @Test
    void saysWhatChangedBetweenTwoTimes() {
        browser.show(console.url(), TOKEN);
        browser.type("input[name=compare]", at(claimedMs - 1_000));
        browser.enter();
        browser.text("#changes", "PGPU used");
        browser.type("input[name=moment]", at(claimedMs + 1_000));
        browser.enter();
        String host = TestingFleet.name(QUIET) + "\t";
        browser.until("changes of one claim", () -> browser.textNow("#changes").contains(host + "PGPU used\t0\t4"));
        assertThat(browser.textNow("#changes")).contains(host + "VCPU used\t0\t2", host + "devices available\t4\t0");
        requireFewClicks();
    }

    @Test
    void saysWhereFourMoreWouldGo() {
        browser.show(console.url(), TOKEN);
        browser.follow("Ask");
        browser.type("input[name=resources]", "PGPU:3");
        browser.type("input[name=n]", "4");
        browser.enter();
        String placed = browser.text("#placed", "4 more would go to");
        assertThat(browser.run("return [...document.querySelectorAll('#placed td:nth-child(2)')]"
                        + ".reduce((sum, cell) => sum + Number(cell.innerText), 0)"))
                .as(placed)
                .isEqualTo(4L);
        requireFewClicks();
    }

    @Test
    void showsTheSameScreenToWhoeverHasTheAddress() {
        browser.show(console.url(), TOKEN);
        browser.type("input[name=filter]", "resources=PGPU:4");
        browser.enter();
        String summary = browser.text("#summary", " found");
        browser.type("input[name=moment]", at(claimedMs + 1_000));
        browser.enter();
        browser.until("the moment in the address", () -> browser.address().contains("as_of="));
        browser.until(
                "another summary",
                () -> !browser.textNow("#summary").equals(summary)
                        && browser.textNow("#summary").contains("as after"));
        String address = browser.address();
        String shown = browser.text("#summary", " found");
        browser.show(address, TOKEN);
        assertThat(browser.text("#summary", " found")).isEqualTo(shown);
        assertThat(browser.isThere("main.past")).isTrue();
    }

    @Test
    void isWalkedWithTheKeyboard() {
        browser.show(console.url() + "#/fleet?as_of=now", TOKEN);
        browser.text("#summary", "1,000 hosts");
        browser.run("document.querySelector('.map').focus()");
        browser.press(Keys.END, Keys.ARROW_LEFT, Keys.ARROW_RIGHT);
        browser.text(".detail", TestingFleet.name(HOSTS - 1));
        browser.enter();
        browser.text("h1", TestingFleet.name(HOSTS - 1));
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 30 s; run with -Dfaults=true")
    void keepsNobodyOutAndLooksGoodInLightAndDark() throws IOException {
        String host = TestingFleet.host(QUIET).toString();
        Map<String, String> pages = Map.of(
                "fleet", "#/fleet",
                "fleet-filtered", "#/fleet?filter=resources%3DPGPU%3A2",
                "fleet-changes", "#/fleet?compare=" + at(claimedMs - 1_000) + "&span=600",
                "host", "#/host?id=" + host,
                "ask", "#/ask?q=resources%3DVCPU%3A16%2CMEMORY_MB%3A32768%26resources_GPU%3DPGPU%3A3&n=4",
                "ask-never", "#/ask?q=resources%3DVCPU%3A65",
                "history-device", "#/history?kind=device&id=0000%3A41%3A00.0&host=" + host,
                "history-host", "#/history?kind=host&id=" + TestingFleet.host(0),
                "health", "#/health");
        for (boolean isDark : IS_THOROUGH ? List.of(false, true) : List.of(false)) {
            browser.setDark(isDark);
            for (Map.Entry<String, String> page : pages.entrySet()) {
                browser.show(console.url() + page.getValue(), TOKEN);
                browser.until(
                        "all of " + page.getKey(),
                        () -> browser.isThere("main h1")
                                && !browser.isThere("[aria-busy=true]")
                                && !browser.textNow("main").contains("Loading"));
                browser.keep(page.getKey() + (isDark ? "-dark" : ""));
                browser.requireAccessible(page.getKey() + (isDark ? " in the dark" : ""));
                assertThat(browser.complaints()).as(page.getKey()).isEmpty();
            }
        }
        browser.setDark(false);
    }
}
