package dev.berth.projector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether nobody but a user, and root, can exchange what is in a directory. A group of the name of one of them is
 * theirs alone: so are groups made with a user, and volumes given to the group of a container's user.
 *
 * @param names of those who are trusted
 */
record DirTrust(Set<String> names) {
    private static final int WRITABLE_BY_GROUP = 0020;
    private static final int WRITABLE_BY_ALL = 0002;

    /** Everybody may make files there, and nobody exchange those of another. */
    private static final int STICKY = 01000;

    static DirTrust of(UserPrincipal user) {
        return new DirTrust(new TreeSet<>(List.of(user.getName(), "root")));
    }

    /** Who else could exchange what is there, as a sentence; empty if nobody could. */
    Optional<String> distrust(Path dir) throws IOException {
        Optional<String> owner = distrustOwner(dir);
        if (owner.isPresent()) {
            return owner;
        }
        int mode = (Integer) Files.getAttribute(dir, "unix:mode");
        String group =
                Files.readAttributes(dir, PosixFileAttributes.class).group().getName();
        boolean isOpen = (mode & WRITABLE_BY_ALL) != 0 || (mode & WRITABLE_BY_GROUP) != 0 && !names.contains(group);
        return isOpen && (mode & STICKY) == 0
                ? Optional.of(dir + " may be written by "
                        + ((mode & WRITABLE_BY_ALL) != 0 ? "everybody" : "the group " + group))
                : Optional.empty();
    }

    /** The same for the owner alone, who may give himself each permission; of a link also for the link's. */
    Optional<String> distrustOwner(Path dir) throws IOException {
        for (LinkOption[] each : new LinkOption[][] {{}, {LinkOption.NOFOLLOW_LINKS}}) {
            String owner = Files.getOwner(dir, each).getName();
            if (!names.contains(owner)) {
                return Optional.of(dir + " belongs to the user " + owner);
            }
        }
        return Optional.empty();
    }
}
