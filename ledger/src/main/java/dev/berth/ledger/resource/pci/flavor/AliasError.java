package dev.berth.ledger.resource.pci.flavor;

/**
 * Something wrong with aliases or with a request by alias.
 *
 * @param subject the alias, the definition or the part of the request that is wrong
 * @param message what was wrong and what would be right
 */
public record AliasError(String subject, Code code, String message) {
    public enum Code {
        /** A definition breaks the schema, or two of one name disagree. */
        INVALID_DEFINITION,
        /** A request that does not read {@code name:count[,name:count...]}. */
        MALFORMED_REQUEST,
        /** A request for a name that no definition has. */
        UNKNOWN_ALIAS
    }

    @Override
    public String toString() {
        return subject + ": " + message;
    }
}
