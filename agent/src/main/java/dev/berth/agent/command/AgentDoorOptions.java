package dev.berth.agent.command;

import com.google.common.collect.ImmutableMap;
import dev.berth.agent.ReportNumbers;
import dev.berth.agent.ReportSink;
import dev.berth.agent.http.HttpService;
import dev.berth.agent.mount.MountRead;
import dev.berth.agent.placement.PlacementSink;
import dev.berth.agent.sink.ContactListener;
import dev.berth.agent.sink.HostListener;
import dev.berth.agent.sink.HttpReportSink;
import dev.berth.agent.sink.KafkaGreeting;
import dev.berth.agent.sink.SignedReportSink;
import dev.berth.credentials.KeyPairFiles;
import dev.berth.credentials.SecretFile;
import dev.berth.credentials.UnusableFileException;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.HostRowCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.json.FailureWords;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.ReportPublisher;
import dev.berth.events.model.Printable;
import dev.berth.events.model.Region;
import dev.berth.terminal.CaOption;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.ClientSettings;
import dev.berth.terminal.RegistryOptions;
import dev.berth.terminal.TokenConverter;
import dev.berth.terminal.UsualPlaces;
import dev.berth.terminal.config.CommonToAll;
import dev.berth.terminal.config.SecretValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which door an agent reports through: HTTP unless Kafka is named. */
final class AgentDoorOptions {
    private static final int PORT_MAX = 65_535;
    private static final int TOKEN_BYTES_MAX = 16_384;

    /** A pipe has ten seconds, and the word on one that is late tells more. */
    private static final Duration TOKEN_TIMEOUT = Duration.ofSeconds(12);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @CommonToAll
    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = UsualPlaces.SERVICE,
            description = "The service that takes the reports" + UsualPlaces.SERVICE_TEXT)
    private URI url;

    @Option(
            names = "--placement",
            paramLabel = "URL",
            description = "Report to any OpenStack Placement instead, through nothing but its API.")
    private Optional<URI> placement = Optional.empty();

    @CommonToAll
    @SecretValue
    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "The token to report with; whoever lists processes sees it here, so rather use --token-file "
                    + "or the variable BERTH_TOKEN.")
    private Optional<String> token = Optional.empty();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with the token, read again for each report.")
    private Optional<Path> tokenFile = Optional.empty();

    @Mixin
    private CaOption ca;

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "This host's client certificate and the chain that leads to its authority, in PEM. With the "
                    + "URI urn:berth:host:UUID among its names no token is needed.")
    private Optional<Path> cert = Optional.empty();

    @Option(names = "--cert-key", paramLabel = "FILE", description = "The key of --cert, unencrypted PKCS#8 in PEM.")
    private Optional<Path> certKey = Optional.empty();

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description =
                    "Report by signed records in Kafka instead, several servers separated by commas; needs --key.")
    private Optional<String> kafka = Optional.empty();

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "With --kafka: the key that signs the reports (Ed25519, PEM, PKCS #8); made if it is not there.")
    private Optional<Path> key = Optional.empty();

    @Mixin
    private RegistryOptions registry;

    @CommonToAll
    @Option(
            names = "--client-config",
            paramLabel = "FILE",
            description = "With --kafka: a properties file with settings for Kafka's clients, such as security.")
    private Optional<Path> clientConfig = Optional.empty();

    /** What a run of the agent has opened. */
    record Door(ReportSink sink, Optional<AgentKeyFile> key, String url, AutoCloseable parts) implements AutoCloseable {
        @Override
        public void close() {
            try {
                parts.close();
            } catch (Exception e) {
                throw new IllegalStateException("expected the door to close but it did not", e);
            }
        }
    }

    /** Whom an agent is to hear of, in words. */
    String whom() {
        return kafka.map(servers -> "Kafka at " + servers + ", or the registry at " + registry.url() + ",")
                .orElseGet(() -> "the service at " + Printable.of(placement.orElse(url)));
    }

    /**
     * Opens the door.
     *
     * @param contact told of how those behind it answer
     * @throws CannotRunException if the options contradict each other or a file cannot be used
     */
    Door open(Region region, ContactListener contact) {
        if (kafka.isEmpty()) {
            return http(region, contact::made);
        }
        if (placement.isPresent()) {
            throw new CannotRunException("--placement and --kafka are two ways to report: give one of them");
        }
        try {
            return signed(region, kafka.get(), contact);
        } catch (NoClassDefFoundError e) {
            throw new CannotRunException(
                    "reports through Kafka need the jars in lib/kafka of the agent's archive, and " + e.getMessage()
                            + " is not there",
                    e);
        }
    }

    private Door http(Region region, Runnable onContact) {
        if (key.isPresent()) {
            throw new CannotRunException(
                    "--key signs reports for Kafka, so it needs --kafka; a client certificate's key"
                            + " is given with --cert-key");
        }
        if (cert.isPresent() != certKey.isPresent()) {
            throw new CannotRunException("--cert and --cert-key go together: give both or neither");
        }
        token();
        if (placement.isPresent()) {
            requireHttp("--placement", placement.get());
            return new Door(
                    new PlacementSink(service(placement.get(), onContact), this::warn),
                    Optional.empty(),
                    placement.get().toString(),
                    () -> {});
        }
        requireHttp("--url", url);
        ReportNumbers numbers = new ReportNumbers(System::currentTimeMillis, Optional.empty());
        return new Door(
                new HttpReportSink(service(url, onContact), region, numbers),
                Optional.empty(),
                url.toString(),
                () -> {});
    }

    /** A user and a password in it would be told wherever it is. */
    private static void requireHttp(String option, URI url) {
        boolean isHttp = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!isHttp
                || url.getHost() == null
                || url.getPort() > PORT_MAX
                || url.getUserInfo() != null
                || url.getQuery() != null
                || url.getFragment() != null) {
            throw new CannotRunException("expected " + option + " such as http://berth.example:8778, without a user,"
                    + " a query or a fragment, but got another form");
        }
    }

    /** What TLS needs is read only where there is TLS, for it is much. */
    private HttpService service(URI url, Runnable onContact) {
        boolean isSecure = "https".equalsIgnoreCase(url.getScheme()) || cert.isPresent() || ca.isGiven();
        return new HttpService(
                url,
                isSecure
                        ? Optional.of(ca.context(cert.map(file -> new KeyPairFiles(file, certKey.orElseThrow()))))
                        : Optional.empty(),
                this::token,
                onContact);
    }

    private void warn(String warning) {
        command.commandLine().getErr().println("warning: " + Printable.of(warning));
        command.commandLine().getErr().flush();
    }

    /** It goes into a header, and what is wrong with a header may be told with the header. */
    private Optional<String> token() {
        Optional<String> found = tokenFile.map(AgentDoorOptions::read).or(() -> token.filter(text -> !text.isBlank()));
        if (found.isPresent() && !TokenConverter.isToken(found.get())) {
            throw new CannotRunException("expected a token in printable ASCII"
                    + tokenFile.map(file -> " in " + file).orElse(""));
        }
        return found;
    }

    private static String read(Path file) {
        try {
            byte[] bytes = MountRead.of(file, TOKEN_TIMEOUT, () -> SecretFile.read(file, TOKEN_BYTES_MAX));
            return new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (UnusableFileException e) {
            throw new CannotRunException("the token cannot be used: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CannotRunException("the token cannot be used: " + file + ": " + FailureWords.of(e), e);
        }
    }

    private static ReportNumbers numbers(Path file) {
        try {
            return new ReportNumbers(System::currentTimeMillis, Optional.of(file));
        } catch (UncheckedIOException e) {
            throw new CannotRunException(
                    "the last number in " + file + " cannot be read: "
                            + e.getCause().getMessage(),
                    e);
        }
    }

    private Door signed(Region region, String servers, ContactListener contact) {
        Path file = key.orElseThrow(() -> new CannotRunException(
                "reports through Kafka are signed: give --key FILE, and it is made if it is not there"));
        AgentKeyFile keyFile = AgentKeyFile.openOrMake(file);
        ReportNumbers numbers = numbers(keyFile.numbers());
        KafkaConnection connection = new KafkaConnection(
                servers, clientConfig.map(ClientSettings::read).orElse(ImmutableMap.of()));
        KafkaGreeting.exchange(connection);
        contact.answered();
        SchemaRegistry schemas = registry.openImpatiently();
        try {
            ReportPublisher publisher = ReportPublisher.open(connection);
            contact.answered();
            HostListener listener = new HostListener(connection, new HostRowCodec(schemas), region);
            return new Door(
                    new SignedReportSink(
                            publisher,
                            new CommandCodec(schemas),
                            keyFile.key(),
                            region,
                            numbers,
                            listener,
                            SignedReportSink.DECISION_TIMEOUT,
                            contact),
                    Optional.of(keyFile),
                    url.toString(),
                    () -> {
                        listener.close();
                        publisher.close();
                        schemas.close();
                    });
        } catch (RuntimeException e) {
            schemas.close();
            throw e;
        }
    }
}
