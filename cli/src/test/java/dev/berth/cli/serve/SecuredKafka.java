package dev.berth.cli.serve;

import com.google.common.collect.ImmutableMap;
import dev.berth.api.tls.TestingCertificates;
import dev.berth.cli.service.Backbone;
import dev.berth.embedded.EmbeddedKafkaConfig;
import dev.berth.events.log.KafkaConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A Kafka that lets users in by SASL over TLS alone, with the rights that docs/operations.md gives them, beside a
 * listener for the broker itself, the registry and administrators.
 */
final class SecuredKafka implements AutoCloseable {
    private static final Path CERTIFICATES = TestingCertificates.DIR;
    private static final List<String> USERS = List.of("berth", "auditor", "operator", "agent");

    private final Path dir;
    private final Backbone backbone;
    private final int securePort;

    private SecuredKafka(Path dir, Backbone backbone, int securePort) {
        this.dir = dir;
        this.backbone = backbone;
        this.securePort = securePort;
    }

    static SecuredKafka start(Path dir) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path keys = Files.writeString(
                dir.resolve("kafka.pem"),
                Files.readString(CERTIFICATES.resolve("near.key"))
                        + Files.readString(CERTIFICATES.resolve("near.crt")));
        String users = USERS.stream()
                .map(user -> "user_" + user + "=\"" + password(user) + "\"")
                .collect(Collectors.joining(" "));
        String listener = "SASL_SSL://127.0.0.1:" + port;
        EmbeddedKafkaConfig own = EmbeddedKafkaConfig.in(Backbone.kafkaDir(dir))
                .withAdded(Map.of(
                        "listeners", listener,
                        "advertised.listeners", listener,
                        "listener.security.protocol.map", "SASL_SSL:SASL_SSL",
                        "sasl.enabled.mechanisms", "PLAIN",
                        "listener.name.sasl_ssl.plain.sasl.jaas.config",
                                "org.apache.kafka.common.security.plain.PlainLoginModule required " + users + ";",
                        "ssl.keystore.type", "PEM",
                        "ssl.keystore.location", keys.toString(),
                        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        "super.users", "User:ANONYMOUS"));
        Backbone backbone = Backbone.start(Optional.empty(), Optional.empty(), own, 0);
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", backbone.kafka().bootstrapServers()))) {
            admin.createAcls(documented("")).all().get();
        }
        return new SecuredKafka(dir, backbone, port);
    }

    private static String password(String user) {
        return "secret-of-" + user;
    }

    String registryUrl() {
        return backbone.registryUrl();
    }

    String servers() {
        return "127.0.0.1:" + securePort;
    }

    KafkaConnection as(String user) {
        return new KafkaConnection(servers(), settings(user));
    }

    /** The same for a command. */
    Path clientConfig(String user) throws IOException {
        String text = settings(user).entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue() + "\n")
                .collect(Collectors.joining());
        return Files.writeString(dir.resolve(user + ".properties"), text);
    }

    private static ImmutableMap<String, String> settings(String user) {
        return ImmutableMap.of(
                "security.protocol", "SASL_SSL",
                "sasl.mechanism", "PLAIN",
                "sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + user
                                + "\" password=\"" + password(user) + "\";",
                "ssl.truststore.type", "PEM",
                "ssl.truststore.location",
                        CERTIFICATES
                                .resolve("peer-ca.crt")
                                .toAbsolutePath()
                                .normalize()
                                .toString());
    }

    /** Gives the right too that the page leaves to whoever reads it, in an indented line. */
    void giveWhatIsOptional() throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", backbone.kafka().bootstrapServers()))) {
            admin.createAcls(documented("  ")).all().get();
        }
    }

    /** The rights that the page gives, command by command. */
    private static List<AclBinding> documented(String indent) throws IOException {
        String command = indent + "kafka-acls.sh --add ";
        List<AclBinding> bindings = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("../docs/operations.md"))) {
            if (line.startsWith(command)) {
                bindings.addAll(bindings(line.substring(command.length())));
            }
        }
        return bindings;
    }

    private static List<AclBinding> bindings(String options) {
        List<String> operations = new ArrayList<>();
        Map<String, String> others = new HashMap<>();
        String[] words = options.replace("--cluster", "--cluster " + Resource.CLUSTER_NAME)
                .split(" ");
        for (int i = 0; i < words.length; i += 2) {
            if (words[i].equals("--operation")) {
                operations.add(words[i + 1]);
            } else {
                others.put(words[i], words[i + 1]);
            }
        }
        PatternType form = others.containsKey("--resource-pattern-type") ? PatternType.PREFIXED : PatternType.LITERAL;
        ResourcePattern resource = others.containsKey("--topic")
                ? new ResourcePattern(ResourceType.TOPIC, others.get("--topic"), form)
                : others.containsKey("--group")
                        ? new ResourcePattern(ResourceType.GROUP, others.get("--group"), form)
                        : others.containsKey("--cluster")
                                ? new ResourcePattern(ResourceType.CLUSTER, others.get("--cluster"), form)
                                : new ResourcePattern(
                                        ResourceType.TRANSACTIONAL_ID, others.get("--transactional-id"), form);
        return operations.stream()
                .map(operation -> new AclBinding(
                        resource,
                        new AccessControlEntry(
                                others.get("--allow-principal"),
                                "*",
                                AclOperation.fromString(operation),
                                AclPermissionType.ALLOW)))
                .toList();
    }

    @Override
    public void close() {
        backbone.close();
    }
}
