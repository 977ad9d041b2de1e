package dev.berth.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;

/** A Chromium without a window, and a hand in it that counts its clicks. */
final class Browser implements AutoCloseable {
    private static final Path SCREENS = Path.of("target", "console-screens");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int WIDTH = 1400;

    private final ChromeDriver driver;
    private int clicks;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Opens one, or skips the test with the reason if there is none. */
    static Browser open() throws IOException {
        Optional<Path> chromium = found("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
        Optional<Path> chromedriver = found("/usr/bin/chromedriver", "/usr/lib/chromium/chromedriver");
        assumeTrue(
                chromium.isPresent() && chromedriver.isPresent(),
                "no browser: apt-get install chromium chromium-driver, and the console's pages are tried in it");
        Files.createDirectories(SCREENS);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.orElseThrow().toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--window-size=" + WIDTH + ",1000");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.orElseThrow().toFile())
                .usingAnyFreePort()
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(Duration.ofMinutes(2));
        return new Browser(driver);
    }

    private static Optional<Path> found(String... paths) {
        return Stream.of(paths).map(Path::of).filter(Files::isExecutable).findFirst();
    }

    /** Shows a page to somebody with a token; empty for nobody. Clicks are counted from here. */
    void show(String url, String token) {
        driver.get(url.replaceFirst("/console.*", "/livez"));
        driver.executeScript("sessionStorage.setItem('berth.token', arguments[0])", token);
        complaints();
        driver.get(url);
        clicks = 0;
    }

    void click(String css) {
        until("something at " + css + " to click", () -> {
            List<WebElement> there = driver.findElements(By.cssSelector(css));
            if (there.isEmpty()) {
                return false;
            }
            try {
                there.get(0).click();
                return true;
            } catch (StaleElementReferenceException shownAgain) {
                return false;
            }
        });
        clicks++;
    }

    /** Clicks on an element at a part of its width from the left. */
    void clickAt(String css, double part) {
        WebElement element = driver.findElement(By.cssSelector(css));
        new Actions(driver)
                .moveToElement(element, offset(element, part), 0)
                .click()
                .perform();
        clicks++;
    }

    /** Drags from one part of an element's width to another. */
    void drag(String css, double from, double to) {
        WebElement element = driver.findElement(By.cssSelector(css));
        new Actions(driver)
                .moveToElement(element, offset(element, from), 0)
                .clickAndHold()
                .moveToElement(element, offset(element, (from + to) / 2), 0)
                .moveToElement(element, offset(element, to), 0)
                .release()
                .perform();
        clicks++;
    }

    /** From the middle of an element, as the driver counts. */
    private static int offset(WebElement element, double part) {
        return (int) Math.round((part - 0.5) * element.getSize().getWidth());
    }

    /** Clicks on the first link with this text. */
    void follow(String text) {
        until("a link " + text, () -> {
            List<WebElement> there = driver.findElements(By.linkText(text));
            if (there.isEmpty()) {
                return false;
            }
            try {
                there.get(0).click();
                return true;
            } catch (StaleElementReferenceException shownAgain) {
                return false;
            }
        });
        clicks++;
    }

    /** Puts a text in the place of what a field has. It takes a click to be there. */
    void type(String css, String text) {
        until(
                "a field at " + css,
                () -> !driver.findElements(By.cssSelector(css)).isEmpty());
        WebElement field = driver.findElement(By.cssSelector(css));
        field.sendKeys(Keys.chord(Keys.CONTROL, "a"), text);
        clicks++;
    }

    void enter() {
        press(Keys.ENTER);
    }

    /** Presses keys one after the other where the focus is. */
    void press(CharSequence... keys) {
        for (CharSequence key : keys) {
            driver.switchTo().activeElement().sendKeys(key);
        }
    }

    int clicks() {
        return clicks;
    }

    /** The text of an element once it has this in it. */
    String text(String css, String has) {
        String[] seen = {""};
        until("\"" + has + "\" at " + css, () -> {
            seen[0] = textNow(css);
            return seen[0].contains(has);
        });
        return seen[0];
    }

    String textNow(String css) {
        return (String) driver.executeScript(
                "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText).join('\\n')", css);
    }

    boolean isThere(String css) {
        return !driver.findElements(By.cssSelector(css)).isEmpty();
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    String address() {
        return driver.getCurrentUrl();
    }

    void until(String what, BooleanSupplier condition) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("expected " + what + " within " + PATIENCE.toSeconds() + " s but the page at "
                        + address() + " says: " + textNow("body"));
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    void setDark(boolean isDark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", isDark ? "dark" : "light"))));
    }

    /** Keeps what is seen as an artefact of the build. */
    void keep(String name) throws IOException {
        long height = (Long) driver.executeScript("return document.documentElement.scrollHeight");
        driver.manage().window().setSize(new Dimension(WIDTH, (int) Math.max(700, Math.min(2200, height + 20))));
        byte[] png = driver.getScreenshotAs(OutputType.BYTES);
        Files.write(SCREENS.resolve(name + ".png"), png);
        driver.manage().window().setSize(new Dimension(WIDTH, 1000));
    }

    static void note(String name, String text) throws IOException {
        Files.writeString(SCREENS.resolve(name), text);
    }

    /** Has axe-core look for what keeps people out, and expects nothing. */
    void requireAccessible(String page) throws IOException {
        try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
            driver.executeScript(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        Object found = driver.executeAsyncScript("const done = arguments[0]; axe.run(document).then(r => done("
                + "r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html + ' ' + n.failureSummary)"
                + ".join(' | '))), e => done(['axe failed: ' + e]));");
        assertThat((List<?>) found).as(page).isEmpty();
    }

    /** What the page has complained of. */
    List<String> complaints() {
        return driver.manage().logs().get("browser").getAll().stream()
                .filter(entry -> entry.getLevel().getName().equals("SEVERE"))
                .map(entry -> entry.getMessage())
                // Of the page at which the token is set.
                .filter(message -> !message.contains("/favicon.ico"))
                // The machine was too busy, which pages say and get over.
                .filter(message -> !message.contains("status of 503"))
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
