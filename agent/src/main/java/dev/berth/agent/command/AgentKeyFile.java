package dev.berth.agent.command;

import dev.berth.events.model.HostKey;
import dev.berth.events.report.ReportKeys;
import dev.berth.terminal.SigningKeyFile;
import java.nio.file.Path;
import java.security.PrivateKey;

/** The private key of a host's agent in its file. The last number that was used is in a file beside it. */
record AgentKeyFile(Path path, PrivateKey key) {
    /**
     * The key in the file; a new one if there is no such file.
     *
     * @throws dev.berth.terminal.CannotRunException if there is something else in it, or it cannot be read or made
     */
    static AgentKeyFile openOrMake(Path path) {
        SigningKeyFile file = SigningKeyFile.openOrMake(path);
        return new AgentKeyFile(file.path(), file.key());
    }

    HostKey publicKey() {
        return ReportKeys.publicKey(key);
    }

    Path numbers() {
        return path.resolveSibling(path.getFileName() + ".sequence");
    }
}
