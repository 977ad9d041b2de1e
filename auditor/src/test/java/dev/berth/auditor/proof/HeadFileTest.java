package dev.berth.auditor.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.HostKey;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.events.report.ReportKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HeadFileTest {
    private static final LogId LOG = new LogId("6n1oLLDnT1CbJVKTNGbGBA");
    private static final Instant SAVED = Instant.parse("2026-11-29T01:02:03.123Z");
    private static final Region EAST = new Region("east");
    private static final Region WEST = new Region("west.2_x-y");
    private static final ImmutableSortedMap<Region, SavedHead> HEADS = ImmutableSortedMap.of(
            EAST, new SavedHead(EAST, new Position(0, 4711, 1_764_378_000_001L), 4_700, Sha256.of(new byte[] {1})),
            WEST, new SavedHead(WEST, new Position(11, 0, 0), 1, Sha256.of(new byte[] {2})));

    private final PrivateKey key = ReportKeys.generate();
    private final HostKey publicKey = ReportKeys.publicKey(key);

    @TempDir
    private Path dir;

    private Path written(Optional<PrivateKey> by) {
        Path file = dir.resolve("head");
        HeadFile.write(file, HeadFile.text(LOG, SAVED, HEADS, by));
        return file;
    }

    @Test
    void isReadAsItWasWritten() {
        HeadFile unsigned = HeadFile.read(written(Optional.empty()), Optional.empty());
        assertThat(unsigned.log()).isEqualTo(LOG);
        assertThat(unsigned.savedAt()).isEqualTo(SAVED);
        assertThat(unsigned.heads()).isEqualTo(HEADS);
        assertThat(unsigned.signer()).isEmpty();

        HeadFile signed = HeadFile.read(written(Optional.of(key)), Optional.of(publicKey));
        assertThat(signed.heads()).isEqualTo(HEADS);
        assertThat(signed.signer()).contains(publicKey);
        assertThat(dir.toFile().list()).containsExactly("head");
    }

    @Test
    void takesOnlyWhatTheTrustedKeyHasSigned() {
        HostKey another = ReportKeys.publicKey(ReportKeys.generate());
        assertRefused(written(Optional.empty()), Optional.of(publicKey), "is not signed, and a signature by key");
        assertRefused(
                written(Optional.of(key)), Optional.of(another), "is signed by key " + publicKey + ", and one by");
    }

    /** Whichever byte is another, the file is not taken for what it was. */
    @Test
    void refusesAFileOfWhichAnyByteWasChanged() throws Exception {
        byte[] right = Files.readAllBytes(written(Optional.of(key)));
        Path changed = dir.resolve("changed");
        for (int i = 0; i < right.length; i++) {
            byte[] wrong = right.clone();
            wrong[i] ^= 1;
            Files.write(changed, wrong);
            assertThatThrownBy(() -> HeadFile.read(changed, Optional.empty()))
                    .as("byte %d", i)
                    .isInstanceOf(UnusableProofException.class);
        }
    }

    @Test
    void refusesASignatureOfSomethingElse() throws Exception {
        String signed = Files.readString(written(Optional.of(key)));
        String other = HeadFile.text(LOG, SAVED.plusSeconds(1), HEADS, Optional.of(key));
        Path mixed = dir.resolve("mixed");
        Files.writeString(
                mixed, other.substring(0, other.indexOf("signature")) + signed.substring(signed.indexOf("signature")));
        assertRefused(mixed, Optional.empty(), "the signature of " + mixed + " is not one of key " + publicKey);
    }

    @Test
    void saysWhatIsWrongWithWhatIsNoHead() throws Exception {
        String text = Files.readString(written(Optional.empty()));
        assertBroken("hello\n", "is no file of heads: its first line is not berth head 1");
        assertBroken("", "is no file of heads");
        assertBroken("berth head 1\n", "a line that begins with log is missing");
        assertBroken(text.substring(0, text.length() - 1), "a line that begins with sha256 is missing");
        assertBroken(text + "more\n", "there is more behind its end");
        assertBroken(text.replace("region east 0@4711", "region east"), "has 4 words behind that where 5 belong");
        assertBroken(text.replace("4711", "4712"), "do not come to its sha256");
        assertRefused(dir.resolve("none"), Optional.empty(), "is not there");
    }

    private void assertBroken(String text, String reason) throws Exception {
        assertRefused(Files.writeString(dir.resolve("broken"), text), Optional.empty(), reason);
    }

    private static void assertRefused(Path file, Optional<HostKey> trusted, String reason) {
        assertThatThrownBy(() -> HeadFile.read(file, trusted))
                .isInstanceOf(UnusableProofException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining(file.toString());
    }
}
