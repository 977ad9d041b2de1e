package dev.berth.events.model;

/** The rule that Placement has for names of resource classes and traits: capitals, digits, underscores, at most 255. */
final class SymbolNames {
    static final String CUSTOM_PREFIX = "CUSTOM_";

    private SymbolNames() {}

    static boolean isName(String text) {
        if (text.isEmpty() || text.length() > Limits.SYMBOL_LENGTH_MAX) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_')) {
                return false;
            }
        }
        return true;
    }

    static boolean isCustom(String text) {
        return text.startsWith(CUSTOM_PREFIX) && text.length() > CUSTOM_PREFIX.length();
    }
}
