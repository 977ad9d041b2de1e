package dev.berth.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class VitalProductDataTest {
    /** An identifier string, then a read-only resource with a part number and the given keyword, then the end tag. */
    static byte[] dataWith(String keyword, String value) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        String readOnly = "PN\u0003abc" + keyword + (char) value.length() + value;
        data.writeBytes(new byte[] {(byte) 0x82, 4, 0});
        data.writeBytes("card".getBytes(StandardCharsets.ISO_8859_1));
        data.writeBytes(new byte[] {(byte) 0x90, (byte) readOnly.length(), 0});
        data.writeBytes(readOnly.getBytes(StandardCharsets.ISO_8859_1));
        data.write(0x78);
        return data.toByteArray();
    }

    @Test
    void findsTheSerialNumberAmongOtherKeywords() {
        assertThat(VitalProductData.serialNumber(dataWith("SN", " A1B2 \0"))).contains("A1B2");
    }

    @Test
    void findsNoneWhereTheCardHasNone() {
        assertThat(VitalProductData.serialNumber(dataWith("V0", "A1B2"))).isEmpty();
        assertThat(VitalProductData.serialNumber(dataWith("SN", "  "))).isEmpty();
    }

    @Property
    void survivesAnyBytes(@ForAll byte[] bytes, @ForAll byte cut) {
        byte[] data = dataWith("SN", "A1B2");

        assertThatCode(() -> VitalProductData.serialNumber(bytes)).doesNotThrowAnyException();
        assertThatCode(() -> VitalProductData.serialNumber(Arrays.copyOf(data, (cut & 0x7f) % data.length)))
                .doesNotThrowAnyException();
    }
}
