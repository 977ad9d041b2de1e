package dev.berth.cli.serve;

import dev.berth.api.sender.Network;
import dev.berth.api.sender.Senders;
import dev.berth.api.tls.Tls;
import dev.berth.api.tls.TlsConfig;
import dev.berth.credentials.KeyPairFiles;
import dev.berth.credentials.UnusableFileException;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.config.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How connections to the API are secured, and which headers of which senders are trusted. */
final class TlsOptions {
    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "Speak HTTPS alone: the API's certificate and the chain that leads to its authority, in PEM. "
                    + "Read again when it changes.")
    private Optional<Path> certificate = Optional.empty();

    @Option(names = "--tls-key", paramLabel = "FILE", description = "The key of --tls-cert, unencrypted PKCS#8 in PEM.")
    private Optional<Path> key = Optional.empty();

    @Option(
            names = "--peer-ca",
            paramLabel = "FILE",
            description = "The authority, in PEM, that signs the certificates of the instances and of nobody else. Who "
                    + "shows one is a peer, and no one else is.")
    private Optional<Path> peerCa = Optional.empty();

    @Option(
            names = "--peer-cert",
            paramLabel = "FILE",
            description = "What this instance shows to its peers, in PEM (default: the certificate of --tls-cert).")
    private Optional<Path> peerCertificate = Optional.empty();

    @Option(names = "--peer-key", paramLabel = "FILE", description = "The key of --peer-cert.")
    private Optional<Path> peerKey = Optional.empty();

    @Option(
            names = "--peer-network",
            split = Setting.NEXT,
            hideParamSyntax = true,
            paramLabel = "CIDR",
            converter = NetworkConverter.class,
            description = "Without --peer-ca: a network that is trusted, such as 10.1.0.0/16, where the peers are and "
                    + "clients are not; may be given several times (default: this machine).")
    private List<Network> peerNetworks = List.of();

    @Option(
            names = "--client-ca",
            paramLabel = "FILE",
            description = "The authority, in PEM, that signs the certificates of agents. One with the URI "
                    + "urn:berth:host:UUID among its names is the agent of that host, without a token.")
    private Optional<Path> clientCa = Optional.empty();

    @Option(
            names = "--trusted-proxy",
            split = Setting.NEXT,
            hideParamSyntax = true,
            paramLabel = "CIDR",
            converter = NetworkConverter.class,
            description = "A proxy whose X-Forwarded-Proto, -Host and -Prefix make the links of answers; may be given "
                    + "several times (default: none).")
    private List<Network> proxies = List.of();

    /**
     * What was chosen, once its files could be read.
     *
     * @throws ParameterException of this command if options do not go together
     */
    Senders senders(CommandLine command) {
        together(command, "--tls-cert", certificate, "--tls-key", key);
        together(command, "--peer-cert", peerCertificate, "--peer-key", peerKey);
        if (certificate.isEmpty()) {
            needsTls(command, "--peer-ca", peerCa);
            needsTls(command, "--peer-cert", peerCertificate);
            needsTls(command, "--client-ca", clientCa);
        }
        if (peerCa.isPresent() && !peerNetworks.isEmpty()) {
            throw new ParameterException(
                    command, "--peer-network does not go with --peer-ca, which knows peers by their certificates");
        }
        try {
            return new Senders(
                    certificate.map(file -> Tls.read(config(file))),
                    peerNetworks.isEmpty() ? Network.LOOPBACK : peerNetworks,
                    proxies);
        } catch (UnusableFileException e) {
            throw new CannotRunException(e.getMessage());
        }
    }

    private TlsConfig config(Path file) {
        KeyPairFiles own = new KeyPairFiles(file, key.orElseThrow());
        KeyPairFiles toPeers = peerCertificate
                .map(other -> new KeyPairFiles(other, peerKey.orElseThrow()))
                .orElse(own);
        return new TlsConfig(own, toPeers, peerCa, clientCa);
    }

    /** Whether agents may come in by their certificates. */
    boolean takesCertificates() {
        return clientCa.isPresent();
    }

    private static void together(
            CommandLine command, String one, Optional<Path> first, String other, Optional<Path> second) {
        if (first.isPresent() != second.isPresent()) {
            throw new ParameterException(
                    command,
                    (first.isPresent() ? one : other) + " needs " + (first.isPresent() ? other : one) + " FILE");
        }
    }

    private static void needsTls(CommandLine command, String option, Optional<Path> file) {
        if (file.isPresent()) {
            throw new ParameterException(command, option + " needs --tls-cert FILE and --tls-key FILE");
        }
    }
}
