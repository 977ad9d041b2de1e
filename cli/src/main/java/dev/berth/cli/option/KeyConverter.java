package dev.berth.cli.option;

import dev.berth.events.model.HostKey;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Public keys, as {@code berth audit key} shows them. Stateless. */
public final class KeyConverter implements ITypeConverter<HostKey> {
    @Override
    public HostKey convert(String text) {
        if (!HostKey.isHex(text)) {
            throw new TypeConversionException("expected a public key of Ed25519, " + 2 * HostKey.LENGTH
                    + " hex digits, lower case, as berth audit key shows it, but got '" + text + "'");
        }
        return new HostKey(text);
    }
}
