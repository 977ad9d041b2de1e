package dev.berth.cli.whatif;

import dev.berth.cli.provider.InventoryFields;
import picocli.CommandLine.ITypeConverter;

/**
 * Another inventory of one class of a provider: {@code PROVIDER:CLASS:total=8,reserved=1}, or {@code none} in place of
 * the fields for none at all.
 *
 * @param provider its UUID or its name, which may have colons
 */
record InventoryChange(String provider, InventoryFields inventory) {
    private static final String PROVIDER = "PROVIDER:";

    static final class Converter implements ITypeConverter<InventoryChange> {
        @Override
        public InventoryChange convert(String text) {
            int fields = text.lastIndexOf(':');
            int resourceClass = fields < 1 ? -1 : text.lastIndexOf(':', fields - 1);
            if (resourceClass < 1) {
                throw InventoryFields.wrong(PROVIDER, "but got '" + text + "'");
            }
            return new InventoryChange(
                    text.substring(0, resourceClass), InventoryFields.of(text.substring(resourceClass + 1), PROVIDER));
        }
    }
}
