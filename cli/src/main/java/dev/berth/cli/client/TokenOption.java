package dev.berth.cli.client;

import dev.berth.terminal.TokenConverter;
import dev.berth.terminal.config.CommonToAll;
import dev.berth.terminal.config.SecretValue;
import picocli.CommandLine.Option;

/** The credentials with which a command calls the service. A mixin, for one command. */
public final class TokenOption {
    @CommonToAll
    @SecretValue
    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "admin",
            converter = TokenConverter.class,
            description =
                    "What to send as X-Auth-Token. Others on this machine can see a command line, so a token that is "
                            + "a secret is better set as BERTH_TOKEN in the environment (default: that, or admin, "
                            + "whom a "
                            + "service without authentication believes).")
    private String token;

    public String token() {
        return token;
    }
}
