package dev.berth.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.command.LogEntry;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.RegionStop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What the pages say when the service does not answer as it should, and that they go on by themselves. */
final class ConsoleTroublesTest {
    private final TestingFleet fleet = new TestingFleet(12);
    private final StoppingViews views = new StoppingViews(fleet.log());
    private Browser browser;
    private TestingConsole console;

    @BeforeEach
    void start() throws IOException {
        browser = Browser.open();
        console = new TestingConsole(fleet.log(), views, 0);
    }

    @AfterEach
    void stop() {
        if (browser != null) {
            browser.close();
        }
        if (console != null) {
            console.close();
        }
    }

    @Test
    void goesOnByItselfWhenTheServiceIsStartedAgain() {
        browser.show(console.url(), "admin");
        browser.text("#summary", "12 hosts");
        int port = console.port();
        console.close();
        browser.text("#notice", "does not answer");
        assertThat(browser.textNow("#summary")).contains("12 hosts");
        console = new TestingConsole(fleet.log(), views, port);
        browser.until("no notice", () -> !browser.isThere("#notice"));
        browser.text("#summary", "12 hosts");
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "waits a minute; -Dfaults=true")
    void saysThatAServiceIsSilentThatTakesCallsAndNeverAnswers() throws IOException {
        browser.show(console.url(), "admin");
        browser.text("#summary", "12 hosts");
        int port = console.port();
        console.close();
        // From now on calls are taken, and kept.
        try (ServerSocket silent = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            silent.setSoTimeout(10_000);
            browser.follow("Health");
            try (Socket taken = silent.accept()) {
                browser.text("#notice", "does not answer");
                assertThat(taken.getInputStream().available()).isPositive();
            }
        }
    }

    @Test
    void asksForATokenAndSaysWhichRoleIsLacking() {
        browser.show(console.url(), "");
        browser.text("#notice", "asks who you are");
        browser.type("input[name=token]", "somebody");
        browser.enter();
        browser.text("#notice", "lacks a role");
        assertThat(browser.textNow("#notice")).contains("Policy does not allow").contains("Readers and auditors");
        browser.follow("Health");
        browser.text("#ready", "Ready");
        assertThat(browser.run("return localStorage.length")).isEqualTo(0L);
        browser.click("button.plain");
        browser.text("#notice", "asks who you are");
        browser.type("input[name=token]", "admin");
        browser.enter();
        browser.until("no notice", () -> !browser.isThere("#notice"));
        browser.follow("Fleet");
        browser.text("#summary", "12 hosts");
    }

    @Test
    void saysWhereARegionHasStoppedAndGoesOnWithIt() {
        browser.show(console.url() + "#/ask?q=resources%3DVCPU%3A1", "admin");
        browser.text("#verdict", "There are candidates");
        views.stop(new RegionStop(
                new LogEntry.Unreadable(new Position(0, 7, 0), "no schema 42", Sha256.NONE), "no schema 42"));
        browser.follow("Health");
        assertThat(browser.text("#stops", "no schema 42"))
                .contains("default stopped at 0@7", "berth skip --region default --offset 7 --yes");
        // What the region was when it stopped is still answered.
        browser.follow("Fleet");
        browser.text("#summary", "12 hosts");
        views.goOn();
        browser.follow("Health");
        browser.text("#ready", "Ready");
        browser.until("no stops", () -> !browser.isThere("#stops"));
    }

    @Test
    void saysWhatTheLastVerifyCameToAndThatNoneWasReported() throws Exception {
        browser.show(console.url() + "#/health", "admin");
        assertThat(browser.text("#verified", "None was reported"))
                .containsPattern("to instance console since it was started at 20[-0-9]+ [:0-9]+ UTC");
        long last = fleet.log().view(Region.DEFAULT).position().offset();
        tell("identical", 0, "2024-01-02T03:04:05Z", last - 4);
        browser.text("#verified", "Identical");
        assertThat(browser.textNow("#verified")).contains("as reported by eve");
        assertThat(browser.textNow("#last-verify"))
                .contains("2024-01-02 03:04:05 UTC", "up to 0@" + (last - 4), "7 decisions", "4 records")
                .doesNotContain("disks");
        tell("differences", 2, "2024-01-02T03:04:06Z", last);
        browser.text("#verified", "Differences, 2 differences, as reported by eve");
        assertThat(browser.textNow("#last-verify")).contains("0 records");
        browser.requireAccessible("health with a verify");
    }

    private void tell(String verdict, int differences, String endedAt, long offset) throws Exception {
        String body = "{\"verdict\": \"" + verdict + "\", \"ended_at\": \"" + endedAt + "\", \"read\": "
                + "[{\"partition\": 0, \"offset\": " + offset + "}], \"compared\": 7, \"differences\": " + differences
                + ", \"from_checkpoint\": false, \"stores\": false}";
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + console.port() + "/audit/verified"))
                .header("x-auth-token", "eve")
                .header("x-roles", "auditor")
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> told = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(told.statusCode()).as(told.body()).isEqualTo(200);
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 11 s; run with -Dfaults=true")
    void keepsWhatItShowsWhileARegionIsOnItsWayToAnotherInstance() {
        browser.show(console.url(), "admin");
        browser.text("#summary", "12 hosts");
        views.lose("Region default is on its way to another instance.");
        browser.text("#notice", "on its way to another instance");
        assertThat(browser.textNow("#notice")).contains("Trying again");
        assertThat(browser.textNow("#summary")).contains("12 hosts");
        browser.follow("Ask");
        browser.type("input[name=resources]", "VCPU:1");
        browser.enter();
        browser.text("#notice", "on its way to another instance");
        views.goOn();
        browser.text("#verdict", "There are candidates");
        browser.until("no notice", () -> !browser.isThere("#notice"));
    }

    @Test
    void saysThatNothingWasWrittenToARegionAndWhichThereAre() {
        browser.show(console.url() + "#/fleet?region=defualt", "admin");
        assertThat(browser.text("#unwritten", "Nothing was written to region defualt"))
                .contains("which has default");
        browser.show(console.url() + "#/fleet", "admin");
        browser.text("#summary", "12 hosts");
        assertThat(browser.isThere("#unwritten")).isFalse();
    }

    @Test
    void saysWhatIsWrongWithAQuestion() {
        browser.show(console.url() + "#/fleet?filter=resources%3DNO_SUCH%3A1", "admin");
        browser.text(".fault", "The filter was refused");
        browser.show(console.url() + "#/fleet?as_of=999999", "admin");
        browser.text(".fault", "nothing is at 0@999999 yet");
        browser.show(console.url() + "#/host?id=00000000-0000-4000-8000-000000000009", "admin");
        browser.text(".fault", "There is no host");
    }
}
