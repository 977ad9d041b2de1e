package dev.berth.events.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.events.model.HostKey;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ReportEnvelopeTest {
    /** The first key of RFC 8032, 7.1, as another implementation writes it. */
    private static final String PEM = "-----BEGIN PRIVATE KEY-----\n"
            + "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
            + "-----END PRIVATE KEY-----\n";

    private static final HostKey PUBLIC =
            new HostKey("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    private static final PrivateKey KEY = ReportKeys.fromPem(PEM);
    private static final ProviderId HOST = ProviderId.of("5f3b9a30-5e62-4c5c-9f05-0a5a3d1b7a11");
    private static final byte[] REPORT = "\0\0\0\0\7what it has".getBytes(StandardCharsets.US_ASCII);

    /** {@link #envelope} as another implementation, of the layout and of Ed25519, has written and signed it. */
    private static final String FROZEN =
            "6265727468207265706f727420310000000465617374000000105f3b9a305e624c5c9f050a5a3d1b7a110000"
                    + "00080000018bcfe5680000000003636e3100000003302e310000001000000000077768617420697420686173"
                    + "1501eb3e84ea095030958857f9525002f0004ce4e6e39130c7dd341a1a74a081ea3cb4a08ea32f4e7e676c69"
                    + "5b79179f6fd158eb2b80bf8f1da04acf41a6900e";

    private static ReportEnvelope envelope(byte[] report) {
        return new ReportEnvelope(
                new Region("east"), HOST, 1_700_000_000_000L, Optional.of("cn1"), Optional.of("0.1"), report);
    }

    @Test
    void writesTheBytesThatOtherImplementationsWrite() {
        assertThat(HexFormat.of().formatHex(envelope(REPORT).seal(KEY))).isEqualTo(FROZEN);
    }

    @Test
    void readsTheBytesThatOtherImplementationsWrite() {
        ReportEnvelope.Opened opened = ReportEnvelope.open(HexFormat.of().parseHex(FROZEN));

        assertThat(opened.isSignedBy(PUBLIC)).isTrue();
        assertThat(opened.envelope()).usingRecursiveComparison().isEqualTo(envelope(REPORT));
    }

    @Test
    void tellsAHeartbeatFromAReportOfTheSameBytes() {
        ReportEnvelope beat =
                ReportEnvelope.heartbeat(new Region("east"), HOST, 7, Optional.of("cn1"), Optional.of("0.1"));
        ReportEnvelope.Opened opened = ReportEnvelope.open(beat.seal(KEY));

        assertThat(opened.envelope()).usingRecursiveComparison().isEqualTo(beat);
        assertThat(opened.isSignedBy(PUBLIC)).isTrue();
        assertThat(new String(opened.signed(), StandardCharsets.ISO_8859_1)).startsWith("berth beat 1");
    }

    @Test
    void refusesAHeartbeatWithAReportInIt() {
        byte[] stuffed = new ReportEnvelope(
                        ReportEnvelope.Kind.HEARTBEAT,
                        new Region("east"),
                        HOST,
                        7,
                        Optional.empty(),
                        Optional.empty(),
                        REPORT)
                .seal(KEY);

        assertThatThrownBy(() -> ReportEnvelope.open(stuffed))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("expected a report of at most 0 bytes");
    }

    @Test
    void readsAndWritesKeysAsOthersDo() {
        assertThat(ReportKeys.toPem(KEY)).isEqualTo(PEM);
        assertThat(ReportKeys.publicKey(KEY)).isEqualTo(PUBLIC);
    }

    @Test
    void findsThePublicHalfOfEachNewKey() {
        PrivateKey key = ReportKeys.generate();
        ReportEnvelope.Opened opened = ReportEnvelope.open(envelope(REPORT).seal(key));

        assertThat(opened.isSignedBy(ReportKeys.publicKey(key))).isTrue();
        assertThat(opened.isSignedBy(PUBLIC)).isFalse();
    }

    @Test
    void refusesAnyFlippedBit() {
        byte[] record = HexFormat.of().parseHex(FROZEN);
        for (int bit = 0; bit < 8 * record.length; bit++) {
            byte[] flipped = record.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(isTrue(flipped)).as("bit %d", bit).isFalse();
        }
    }

    @Property(tries = 200)
    void refusesWhateverIsCutOffOrPutIn(
            @ForAll @Size(max = 64) byte[] report, @ForAll @IntRange(max = 400) int at, @ForAll byte put) {
        byte[] record = envelope(report).seal(KEY);
        int where = at % record.length;
        byte[] longer = new byte[record.length + 1];
        System.arraycopy(record, 0, longer, 0, where);
        longer[where] = put;
        System.arraycopy(record, where, longer, where + 1, record.length - where);

        assertThat(isTrue(record)).isTrue();
        assertThat(isTrue(Arrays.copyOf(record, where))).isFalse();
        assertThat(isTrue(longer)).isFalse();
    }

    @Property(tries = 500)
    void saysOfAnyOtherBytesThatTheyAreNone(@ForAll @Size(max = 300) byte[] bytes) {
        assertThat(isTrue(bytes)).isFalse();
    }

    @Test
    void refusesARecordThatIsTooLong() {
        byte[] record = envelope(new byte[ReportEnvelope.LENGTH_MAX]).seal(KEY);

        assertThatThrownBy(() -> ReportEnvelope.open(record))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("at most " + ReportEnvelope.LENGTH_MAX + " bytes");
    }

    @Test
    void refusesAKeyThatIsNoPointOfTheCurve() {
        byte[] none = new byte[HostKey.LENGTH];
        none[0] = 2;
        ReportEnvelope.Opened opened = ReportEnvelope.open(HexFormat.of().parseHex(FROZEN));

        assertThat(opened.isSignedBy(HostKey.ofBytes(none))).isFalse();
    }

    private static boolean isTrue(byte[] record) {
        try {
            return ReportEnvelope.open(record).isSignedBy(PUBLIC);
        } catch (MalformedException refused) {
            return false;
        }
    }
}
