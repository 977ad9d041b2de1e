package dev.berth.api.auth;

import com.google.common.collect.ImmutableMap;
import dev.berth.credentials.SecretFile;
import dev.berth.credentials.UnusableFileException;
import dev.berth.events.model.MalformedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The file of an operator's tokens: one per line ({@link StaticToken}), and lines that are empty or begin with {@code
 * #}. In UTF-8. Any thread.
 */
public record TokenFile(Path path) {
    static final int BYTES_MAX = 8 * 1024 * 1024;
    static final int TOKENS_MAX = 50_000;

    /**
     * Its content now, which {@link #parse} turns into tokens.
     *
     * @throws UnusableFileException if it cannot be read, or is not for its owner alone to write
     */
    byte[] read() {
        return SecretFile.read(path, BYTES_MAX);
    }

    /**
     * The callers by their tokens.
     *
     * @throws UnusableFileException if a line is wrong, with its number
     */
    ImmutableMap<TokenDigest, Caller> parse(byte[] content) {
        Map<TokenDigest, Caller> callers = new LinkedHashMap<>();
        int number = 0;
        for (String line : (Iterable<String>) text(content).lines()::iterator) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            try {
                StaticToken token = StaticToken.parse(line);
                if (callers.put(token.digest(), token.caller()) != null) {
                    throw new MalformedException("expected each token once, and this one is above already");
                }
            } catch (MalformedException e) {
                throw new UnusableFileException(path + ", line " + number + ": " + e.getMessage());
            }
            if (callers.size() > TOKENS_MAX) {
                throw new UnusableFileException(path + " has more than " + TOKENS_MAX + " tokens");
            }
        }
        return ImmutableMap.copyOf(callers);
    }

    private String text(byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UnusableFileException(path + " is not in UTF-8");
        }
    }

    /**
     * Adds a token at the end; makes the file, for its owner alone, if it is not there.
     *
     * @throws UnusableFileException if it cannot be written, or has no sound end to which a line could be added
     */
    public void append(StaticToken token) {
        try {
            if (!Files.exists(path)) {
                Files.createFile(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            byte[] content = read();
            parse(content);
            boolean endsInALine = content.length == 0 || content[content.length - 1] == '\n';
            byte[] line = ((endsInALine ? "" : "\n") + token.line() + "\n").getBytes(StandardCharsets.UTF_8);
            // In one write, so that a concurrent reader sees the whole line or none of it.
            try (FileChannel file =
                    FileChannel.open(path, Set.of(StandardOpenOption.WRITE, StandardOpenOption.APPEND))) {
                file.write(ByteBuffer.wrap(line));
                file.force(true);
            }
        } catch (IOException e) {
            throw new UnusableFileException(path + " cannot be written: " + e);
        }
    }
}
