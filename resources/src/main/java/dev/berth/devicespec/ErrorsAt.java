package dev.berth.devicespec;

import java.util.List;

/** Collects the errors about one key of one entry. */
record ErrorsAt(int entry, String key, List<DeviceSpecError> errors) {
    void add(DeviceSpecError.Code code, String message) {
        errors.add(new DeviceSpecError(entry, key, code, message));
    }

    ErrorsAt key(String other) {
        return new ErrorsAt(entry, other, errors);
    }
}
