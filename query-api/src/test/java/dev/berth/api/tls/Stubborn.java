package dev.berth.api.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;

/** Shows its certificate whether or not the server wants one of its authority. */
final class Stubborn extends X509ExtendedKeyManager {
    private final X509KeyManager keys;
    private final String alias;

    Stubborn(X509KeyManager keys) {
        this.keys = keys;
        this.alias = keys.getServerAliases("EC", null)[0];
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[] {alias};
    }

    @Override
    public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
        return alias;
    }

    @Override
    public String chooseEngineClientAlias(String[] keyType, Principal[] issuers, SSLEngine engine) {
        return alias;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        throw new UnsupportedOperationException("a client");
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        throw new UnsupportedOperationException("a client");
    }

    @Override
    public X509Certificate[] getCertificateChain(String ofAlias) {
        return keys.getCertificateChain(ofAlias);
    }

    @Override
    public PrivateKey getPrivateKey(String ofAlias) {
        return keys.getPrivateKey(ofAlias);
    }
}
