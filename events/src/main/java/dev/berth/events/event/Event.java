package dev.berth.events.event;

/** Something that a decision made true in its region. */
public sealed interface Event
        permits AggregatesReplaced,
                AllocationsClaimed,
                AllocationsReleased,
                DevicesChanged,
                DevicesClaimed,
                DevicesFreed,
                DevicesReported,
                FlavorCreated,
                FlavorDeleted,
                FlavorReplaced,
                GenerationsAdvanced,
                HostDrained,
                HostEnrolled,
                HostReportAmended,
                HostReported,
                HostUndrained,
                HostWithdrawn,
                InventoriesReplaced,
                ProviderCreated,
                ProviderDeleted,
                ProviderUpdated,
                RecordSkipped,
                ResourceClassCreated,
                ResourceClassDeleted,
                ResourceClassRenamed,
                RulesActivated,
                SequenceAdvanced,
                TraitCreated,
                TraitDeleted,
                TraitsReplaced {
    EventKind kind();
}
