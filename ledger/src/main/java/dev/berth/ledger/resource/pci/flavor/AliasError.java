package dev.berth.ledger.resource.pci.flavor;

/**
 * A definition that breaks the schema of aliases, or definitions of one name that disagree.
 *
 * @param subject where it stands, or the alias
 * @param message what was wrong and what would be right
 */
public record AliasError(String subject, String message) {
    @Override
    public String toString() {
        return subject + ": " + message;
    }
}
