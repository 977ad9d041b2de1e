package dev.berth.ledger.history;

import java.util.Optional;

/**
 * That one field of a thing has another value.
 *
 * @param of the thing, such as {@code provider 6c7a…}
 * @param field such as {@code inventory VCPU total}
 * @param from a String, Long, Double, Boolean or list of Strings; empty if there was none
 * @param to likewise; empty if there is none any more
 */
public record FieldChange(String of, String field, Optional<Object> from, Optional<Object> to) {}
