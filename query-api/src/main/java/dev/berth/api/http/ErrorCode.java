package dev.berth.api.http;

/** The codes by which clients tell errors of one status apart (API 1.23). Their texts are part of the API. */
public enum ErrorCode {
    UNDEFINED("placement.undefined_code"),
    INVENTORY_IN_USE("placement.inventory.inuse"),
    CONCURRENT_UPDATE("placement.concurrent_update"),
    DUPLICATE_NAME("placement.duplicate_name"),
    PROVIDER_IN_USE("placement.resource_provider.inuse"),
    CANNOT_DELETE_PARENT("placement.resource_provider.cannot_delete_parent"),
    PROVIDER_NOT_FOUND("placement.resource_provider.not_found"),
    DUPLICATE_QUERY_KEY("placement.query.duplicate_key"),
    BAD_QUERY_VALUE("placement.query.bad_value"),
    MISSING_QUERY_VALUE("placement.query.missing_value");

    private final String text;

    ErrorCode(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
