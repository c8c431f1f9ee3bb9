using KernelGuard.Approvals;
using KernelGuard.Calls;
using Xunit;

namespace KernelGuard.Tests.Approvals;

public sealed class TicketStoreTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void TryAdd_SessionHasItsFill_OtherSessionsHaveRoom()
    {
        var store = new TicketStore();

        Assert.Equal(TicketAddition.Added, Add(store, "1", "s1", maxOpen: 1));
        Assert.Equal(TicketAddition.TooMany, Add(store, "2", "s1", maxOpen: 1));
        Assert.Equal(TicketAddition.Added, Add(store, "3", "s2", maxOpen: 1));
    }

    [Theory]
    [InlineData(TicketStatus.Approved)]
    [InlineData(TicketStatus.Rejected)]
    [InlineData(TicketStatus.Used)]
    [InlineData(TicketStatus.Expired)]
    public void TryAdd_EarlierTicketDoesNotWaitAnyMore_HasRoom(TicketStatus status)
    {
        var store = new TicketStore();
        Add(store, "1", "s1", maxOpen: 1);
        Turn(store, "1", status);

        Assert.Equal(TicketAddition.Added, Add(store, "2", "s1", maxOpen: 1));
    }

    [Fact]
    public void TryReplace_ApprovedTicketWaitsAgain_CountsAgain()
    {
        var store = new TicketStore();
        Add(store, "1", "s1", maxOpen: 1);
        Turn(store, "1", TicketStatus.Approved);
        Turn(store, "1", TicketStatus.Pending);

        Assert.Equal(TicketAddition.TooMany, Add(store, "2", "s1", maxOpen: 1));
    }

    [Fact]
    public void TryAdd_OverdueTicket_DoesNotCount()
    {
        var store = new TicketStore();
        Add(store, "1", "s1", maxOpen: 1);

        Assert.Equal(TicketAddition.Added, Add(store, "2", "s1", maxOpen: 1, now: Noon.AddHours(1)));
    }

    [Fact]
    public void TryAdd_StoreIsFull_SpentTicketsGiveWayAndOpenOnesStay()
    {
        var store = new TicketStore(maxTickets: 2);
        Add(store, "1", "s1");
        Add(store, "2", "s2");

        Assert.Equal(TicketAddition.TooMany, Add(store, "3", "s3"));
        Turn(store, "2", TicketStatus.Used);
        Assert.Equal(TicketAddition.Added, Add(store, "3", "s3"));
        Assert.True(store.TryGet("1", out _));
        Assert.False(store.TryGet("2", out _));
        Assert.Null(store.FindByCall("call 2"));
    }

    [Theory]
    [InlineData(TicketStatus.Pending)]
    [InlineData(TicketStatus.Rejected)]
    public void TryAdd_StoreIsFullAndTimeIsOver_TicketGivesWay(TicketStatus status)
    {
        var store = new TicketStore(maxTickets: 1);
        Add(store, "1", "s1");
        Turn(store, "1", status);

        Assert.Equal(TicketAddition.TooMany, Add(store, "2", "s2", now: Noon.AddMinutes(59)));
        Assert.Equal(TicketAddition.Added, Add(store, "2", "s2", now: Noon.AddHours(1)));
    }

    [Fact]
    public void TryAdd_AnotherTicketCameFirst_IsOvertaken()
    {
        var store = new TicketStore();
        Add(store, "1", "s1");

        Assert.Equal(TicketAddition.Overtaken, store.TryAdd(Ticket("2", "s1") with { CallKey = "call 1" }, previous: null, 20, Noon));
    }

    private static TicketAddition Add(TicketStore store, string id, string session, int maxOpen = 20, DateTimeOffset? now = null) =>
        store.TryAdd(Ticket(id, session), previous: null, maxOpen, now ?? Noon);

    private static void Turn(TicketStore store, string id, TicketStatus status)
    {
        Assert.True(store.TryGet(id, out var ticket));
        Assert.True(store.TryReplace(ticket, ticket with { Status = status, ClaimBefore = Noon.AddHours(1) }));
    }

    private static ApprovalTicket Ticket(string id, string session) => new()
    {
        Id = id,
        Tool = "T",
        Arguments = FrozenObject.Empty,
        SentArguments = FrozenObject.Empty,
        Caller = new Caller(session, null, null),
        Requirements = [],
        PolicyDigest = "",
        OpenedAt = Noon,
        ExpiresAt = Noon.AddHours(1),
        CallKey = $"call {id}",
        EffectKey = "effect",
    };
}
