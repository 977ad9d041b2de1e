package dev.berth.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.berth.credentials.UnusableFileException;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.ProviderId;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class StaticTokensTest {
    private static final String HOST = "35791f28-fb45-4717-9ea9-435b3ef7c3b3";

    @TempDir
    private Path dir;

    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private Path file;

    @BeforeEach
    void listen() throws IOException {
        file = dir.resolve("tokens");
        write("# nobody yet\n");
        said.start();
        logger().addAppender(said);
    }

    @AfterEach
    void listenNoMore() {
        logger().detachAppender(said);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(StaticTokens.class);
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static String line(String token, String words) {
        return "sha256:" + TokenDigest.of(token).hex() + " " + words + "\n";
    }

    private StaticTokens tokens() {
        return StaticTokens.read(new TokenFile(file));
    }

    private static Identity identify(StaticTokens tokens, String... headers) {
        MultiMap all = MultiMap.caseInsensitiveMultiMap();
        for (int at = 0; at < headers.length; at += 2) {
            all.add(headers[at], headers[at + 1]);
        }
        return tokens.identify(new Credentials(all, Optional.empty())).result();
    }

    private static String user(StaticTokens tokens, String token) {
        return identify(tokens, "x-auth-token", token) instanceof Identity.Known known
                ? known.caller().user()
                : "nobody";
    }

    @Test
    void knowsTheTokensOfItsFileAndNothingElse() throws IOException {
        write("\n# nova's\n" + line("secret", "roles=Service,ADMIN user=nova project=p1")
                + "\t" + line("agent's", "user=cn1\troles=agent host=" + HOST)
                + line("ops", "user=ops roles=reader system=all"));
        StaticTokens tokens = tokens();

        assertThat(identify(tokens, "x-auth-token", " secret "))
                .isEqualTo(new Identity.Known(Caller.of("nova", "p1", Stream.of("service", "admin"))));
        assertThat(identify(tokens, "x-auth-token", "agent's"))
                .isEqualTo(new Identity.Known(
                        Caller.of("cn1", "", Stream.of("agent")).withHost(ProviderId.of(HOST))));
        assertThat(identify(tokens, "x-auth-token", "ops", "x-roles", "admin"))
                .isEqualTo(new Identity.Known(
                        Caller.of("ops", "", Stream.of("reader")).withSystemScope(Optional.of("all"))));
        Identity unknown = new Identity.Unknown(Optional.empty());
        assertThat(identify(tokens, "x-auth-token", "admin", "x-roles", "admin"))
                .isEqualTo(unknown);
        assertThat(identify(tokens, "x-auth-token", TokenDigest.of("secret").hex()))
                .isEqualTo(unknown);
        assertThat(identify(tokens, "x-roles", "admin")).isEqualTo(unknown);
    }

    @Test
    void readsBackEachLineThatItMakes() {
        for (Caller caller : List.of(
                Caller.of("u", "", Stream.of()),
                Caller.of("böb", "p=1", Stream.of("b", "a")),
                Caller.of("u", "", Stream.of("reader")).withSystemScope(Optional.of("all")),
                Caller.of("u", "p", Stream.of("agent")).withHost(ProviderId.of(HOST)))) {
            StaticToken token = new StaticToken(TokenDigest.of(StaticToken.draw()), caller);

            assertThat(StaticToken.parse(token.line())).isEqualTo(token);
        }
    }

    @Test
    void drawsTokensThatAreAllDifferentAndLong() {
        assertThat(Stream.generate(StaticToken::draw).limit(1_000).distinct())
                .hasSize(1_000)
                .allMatch(token -> token.matches("berth_[A-Za-z0-9_-]{43}"));
        assertThat(TokenDigest.of("abc").hex())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user=nova                              | expected a line to begin with sha256:",
                "sha256:beef user=nova                  | 64 hexadecimal digits",
                "$digest                                | expected user=",
                "$digest user=                          | expected a user of 1 to 64",
                "$digest user=a,b                       | without blanks and commas",
                "$digest user=nova role=admin           | expected words such as user=nova, of [user, project",
                "$digest user=nova admin                | \"admin\"",
                "$digest user=nova user=other           | expected user= once",
                "$digest user=nova system=some          | expected all",
                "$digest user=nova host=cn1             | expected the UUID of a host",
                "$digest user=nova host=1-1-1-1-1       | expected the UUID of a host",
                "$digest user=nova project=$long        | expected a project of 1 to 64"
            })
    void refusesALineThatIsNoneAndSaysWhatWouldBeRight(String line, String expected) {
        String digest = "sha256:" + TokenDigest.of("t").hex();

        assertThatThrownBy(
                        () -> StaticToken.parse(line.replace("$digest", digest).replace("$long", "p".repeat(65))))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void tellsWhichLineIsWrong() throws IOException {
        String good = line("t", "user=nova");
        write(good + "# and\n" + good);
        assertThatThrownBy(this::tokens)
                .isInstanceOf(UnusableFileException.class)
                .hasMessageContaining("tokens, line 3: expected each token once");
        Files.write(file, new byte[] {(byte) 0xff});
        assertThatThrownBy(this::tokens).hasMessageContaining("not in UTF-8");
        write(good.strip() + " ".repeat(3_000) + "\n");
        assertThatThrownBy(this::tokens).hasMessageContaining("2048 characters at most");
        Files.write(file, new byte[TokenFile.BYTES_MAX + 1]);
        assertThatThrownBy(this::tokens).hasMessageContaining("larger than");
    }

    @Test
    void refusesAFileThatOthersCanWriteAndTellsOfOneThatTheyCanRead() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        assertThatThrownBy(this::tokens)
                .isInstanceOf(UnusableFileException.class)
                .hasMessageContaining("chmod go-w");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        tokens();
        assertThat(messages()).anyMatch(text -> text.contains("chmod o-r"));
    }

    @Test
    void takesANewVersionOnceItHasBeenTheSameTwice() throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        write(line("one", "user=nova"));
        StaticTokens tokens = tokens();

        write(line("two", "user=nova"));
        Files.setLastModifiedTime(file, time);
        tokens.look();
        assertThat(user(tokens, "two")).as("half of it may be missing still").isEqualTo("nobody");
        tokens.look();

        assertThat(user(tokens, "two")).isEqualTo("nova");
        assertThat(user(tokens, "one")).isEqualTo("nobody");
        write("");
        tokens.look();
        tokens.look();
        assertThat(user(tokens, "two")).isEqualTo("nobody");
    }

    @Test
    void keepsWhatItKnowsWhenANewVersionIsBrokenAndTellsItOnce() throws IOException {
        write(line("one", "user=nova"));
        StaticTokens tokens = tokens();
        write("nonsense");
        for (int look = 0; look < 5; look++) {
            tokens.look();
        }
        assertThat(user(tokens, "one")).isEqualTo("nova");
        assertThat(messages())
                .containsOnlyOnce("the 1 tokens known so far stay: " + file
                        + ", line 1: expected a line to begin with sha256: and 64 "
                        + "hexadecimal digits, as berth token new makes it");

        Files.delete(file);
        for (int look = 0; look < 5; look++) {
            tokens.look();
        }
        assertThat(user(tokens, "one")).isEqualTo("nova");
        assertThat(messages()).filteredOn(text -> text.contains("is not there")).hasSize(1);

        write(line("one", "user=nova") + line("two", "user=ops"));
        tokens.look();
        tokens.look();
        assertThat(user(tokens, "two")).isEqualTo("ops");
    }

    private List<String> messages() {
        return said.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void looksByItselfUntilItIsClosed() throws IOException {
        Vertx vertx = Vertx.vertx();
        try (StaticTokens tokens = tokens().watchedBy(vertx)) {
            new TokenFile(file)
                    .append(new StaticToken(TokenDigest.of("new"), Caller.of("nova", "", Stream.of("admin"))));

            await().until(() -> user(tokens, "new").equals("nova"));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void addsALineToAFileOfTheOwnersAlone() throws IOException {
        Files.delete(file);
        TokenFile target = new TokenFile(file);
        target.append(new StaticToken(TokenDigest.of("one"), Caller.of("nova", "", Stream.of())));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.writeString(file, Files.readString(file).strip());

        target.append(new StaticToken(TokenDigest.of("two"), Caller.of("ops", "", Stream.of())));

        assertThat(user(tokens(), "one")).isEqualTo("nova");
        assertThat(user(tokens(), "two")).isEqualTo("ops");
        write("nonsense\n");
        assertThatThrownBy(() ->
                        target.append(new StaticToken(TokenDigest.of("three"), Caller.of("ops", "", Stream.of()))))
                .isInstanceOf(UnusableFileException.class)
                .hasMessageContaining("line 1");
        assertThat(Files.readString(file)).isEqualTo("nonsense\n");
    }
}
