package dev.berth.api.tls;

import dev.berth.credentials.KeyPairFiles;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files of an API that speaks TLS, all PEM.
 *
 * @param own the certificate, with its chain, that this API shows, and its key
 * @param toPeers what this instance shows to its peers as a client
 * @param peerCa who signs the certificates of instances, and nothing else; empty for an instance that is alone
 * @param clientCa who signs the certificates of agents; empty if none is taken
 */
public record TlsConfig(KeyPairFiles own, KeyPairFiles toPeers, Optional<Path> peerCa, Optional<Path> clientCa) {}
