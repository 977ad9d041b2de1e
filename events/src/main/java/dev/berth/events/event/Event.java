package dev.berth.events.event;

/** Something that a decision made true in its region. */
public sealed interface Event
        permits AggregatesReplaced,
                AllocationsClaimed,
                AllocationsReleased,
                DevicesClaimed,
                DevicesFreed,
                DevicesReported,
                FlavorCreated,
                FlavorDeleted,
                FlavorReplaced,
                GenerationsAdvanced,
                HostEnrolled,
                HostReportAmended,
                HostReported,
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
