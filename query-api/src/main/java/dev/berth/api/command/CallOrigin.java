package dev.berth.api.command;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.api.auth.Caller;
import dev.berth.api.http.Call;
import dev.berth.events.model.Limits;
import dev.berth.events.model.Origin;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the log keeps for ever about the maker of a call: ids, and no secrets. Headers are not trusted to be
 * short or clean: what an origin may not hold is left out, and the call goes on. Stateless.
 */
final class CallOrigin {
    /**
     * The most characters of the id of a user or project, as Keystone has them. The token names the user where tokens
     * are not checked, and what is longer is a true token of Keystone's, which must not come to stand in a log.
     */
    static final int ID_LENGTH_MAX = 64;

    private CallOrigin() {}

    /**
     * @param door the kind of the origin
     */
    static Origin of(Call call, String door) {
        Caller caller = call.caller();
        return new Origin(
                Optional.of(door),
                Optional.of(call.requestId()),
                call.globalRequestId(),
                id(caller.user()),
                id(caller.project()),
                roles(caller),
                Optional.empty(),
                Optional.empty());
    }

    private static Optional<String> id(String said) {
        return Origin.text(said.strip()).filter(id -> id.length() <= ID_LENGTH_MAX);
    }

    /** The first roles, as many as an origin holds. */
    private static ImmutableSortedSet<String> roles(Caller caller) {
        SortedSet<String> roles = new TreeSet<>();
        for (String role : caller.roles()) {
            if (roles.size() < Limits.ORIGIN_ROLES_MAX && Origin.isText(role)) {
                roles.add(role);
            }
        }
        return ImmutableSortedSet.copyOfSorted(roles);
    }
}
