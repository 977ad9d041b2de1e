package dev.berth.cli.serve;

import dev.berth.api.auth.NoAuthentication;
import dev.berth.api.auth.StaticTokens;
import dev.berth.api.auth.TokenFile;
import dev.berth.api.auth.keystone.KeystoneAuthentication;
import dev.berth.api.http.Audience;
import dev.berth.cli.service.AuthenticationMode;
import dev.berth.credentials.UnusableFileException;
import dev.berth.terminal.CannotRunException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How the service authenticates callers. */
final class AuthOptions {
    /** The modes of authentication. */
    enum Mode {
        NOAUTH("noauth"),
        STATIC("static"),
        KEYSTONE("keystone");

        private final String label;

        Mode(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    @Option(
            names = "--auth",
            paramLabel = "MODE",
            defaultValue = "noauth",
            converter = AuthModeConverter.class,
            description = "How it is found out who calls: noauth believes whatever callers say, and needs an API that "
                    + "listens on this machine alone; static takes the tokens of --token-file; keystone asks Keystone "
                    + "(default: ${DEFAULT-VALUE}).")
    private Mode mode;

    @Option(
            names = "--noauth-for-everybody",
            negatable = true,
            fallbackValue = "true",
            description =
                    "Let anyone who can reach the API do everything, though it listens on more than " + "this machine.")
    private boolean isForEverybody;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "With --auth static: whose tokens are taken, a line each, as berth token new makes them. It is "
                            + "read again when it changes.")
    private Optional<Path> tokenFile = Optional.empty();

    @Option(
            names = "--keystone-config",
            paramLabel = "FILE",
            description = "With --auth keystone: how Keystone is asked, in a section [keystone_authtoken] as Placement "
                    + "has it.")
    private Optional<Path> keystoneConfig = Optional.empty();

    /**
     * What was chosen, once it is certain to be available and safe.
     *
     * @param listen the address that the API will listen on
     * @throws ParameterException of this command if options do not go together, or would let everybody in
     */
    AuthenticationMode mode(String listen, CommandLine command) {
        try {
            return mode(listen);
        } catch (WrongOptionsException e) {
            throw new ParameterException(command, e.getMessage());
        }
    }

    private AuthenticationMode mode(String listen) {
        refuseWhatDoesNotGoTogether();
        try {
            switch (mode) {
                case NOAUTH:
                    requireLoopback(listen);
                    return new AuthenticationMode(
                            mode.label,
                            (vertx, meters) -> new NoAuthentication(),
                            isForEverybody ? Audience.EVERYBODY : Audience.THIS_MACHINE);
                case STATIC:
                    // Read before anything is started, so that a fault is told at once.
                    StaticTokens tokens = StaticTokens.read(new TokenFile(required(tokenFile, "--token-file")));
                    return new AuthenticationMode(
                            mode.label, (vertx, meters) -> tokens.watchedBy(vertx), Audience.EVERYBODY);
                case KEYSTONE:
                    return new AuthenticationMode(
                            mode.label,
                            KeystoneAuthentication.configuredBy(required(keystoneConfig, "--keystone-config")),
                            Audience.EVERYBODY);
                default:
                    throw new IllegalStateException("expected one of three modes but got " + mode);
            }
        } catch (UnusableFileException e) {
            throw new CannotRunException(e.getMessage());
        }
    }

    private void refuseWhatDoesNotGoTogether() {
        if (isForEverybody && mode != Mode.NOAUTH) {
            throw wrong("--noauth-for-everybody does not go with --auth " + mode);
        }
        if (tokenFile.isPresent() && mode != Mode.STATIC) {
            throw wrong("--token-file is of --auth static, but --auth is " + mode);
        }
        if (keystoneConfig.isPresent() && mode != Mode.KEYSTONE) {
            throw wrong("--keystone-config is of --auth keystone, but --auth is " + mode);
        }
    }

    private void requireLoopback(String listen) {
        if (!isForEverybody && !isLoopback(listen)) {
            throw wrong("--listen " + listen + " lets other machines in, and with --auth noauth whoever gets in may do "
                    + "everything. Say who may: --auth static --token-file FILE takes the tokens that berth token new "
                    + "--file FILE makes, --auth keystone --keystone-config FILE asks Keystone (docs/operations.md). "
                    + "Where everybody shall have all rights, add --noauth-for-everybody");
        }
    }

    private static boolean isLoopback(String listen) {
        try {
            for (InetAddress address : InetAddress.getAllByName(listen)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            throw new CannotRunException("expected --listen as an address of this machine but got " + listen);
        }
    }

    private Path required(Optional<Path> file, String option) {
        return file.orElseThrow(() -> wrong("--auth " + mode + " needs " + option + " FILE"));
    }

    private static WrongOptionsException wrong(String what) {
        return new WrongOptionsException(what);
    }

    /** Wrong options, before the command's name is put before the message. */
    private static final class WrongOptionsException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WrongOptionsException(String message) {
            super(message);
        }
    }
}
