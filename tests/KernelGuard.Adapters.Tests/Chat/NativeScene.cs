using System.Text.Json;
using System.Text.Json.Nodes;
using KernelGuard.Adapters.Tests.Fakes;
using KernelGuard.Approvals;
using Microsoft.Extensions.AI;
using Xunit;

namespace KernelGuard.Adapters.Tests.Chat;

/// <summary>A conversation whose caller is asked for approvals: the history grows as an application lets it grow.</summary>
internal sealed class NativeScene : IAsyncDisposable
{
    public const string Policy = """
        kernelguard: 1
        policy: native
        rules:
          - { id: reads, tool: read, effect: allow }
          - id: asked
            tool: del
            when: args.path.startsWith("/tmp")
            effect: require_approval
            approval: { by: [lead], within: 4h, claim_within: 1h }
            reason: Somebody looks at what is deleted.
          - { id: never, tool: del, when: args.path.startsWith("/etc"), effect: deny, code: system_file }
          - { id: counted, tool: count, effect: require_approval, approval: { by: [lead] } }
          - { id: two, tool: wipe, effect: require_approval, approval: { by: [lead], quorum: 2 } }
        """;

    public static readonly Reviewer Lee = new("lee", "lead");
    public static readonly Reviewer Lou = new("lou", "lead");

    private readonly bool _streaming;
    private readonly bool _json;

    public NativeScene(
        ScriptedChatClient model, bool foreign = false, bool streaming = false, bool json = false, Action<GuardOptions>? configure = null, Action<FunctionInvokingChatClient>? loop = null, string policy = Policy)
    {
        _streaming = streaming;
        _json = json;
        Model = model;
        Fixture = new GuardFixture(policy, options =>
        {
            options.TimeProvider = Clock;
            options.Approvals.Native.Enabled = true;
            configure?.Invoke(options);
        });
        Client = model.Guarded(Fixture, foreign, loop);
    }

    public ManualClock Clock { get; } = new();

    public FileTools Tools { get; } = new();

    public GuardFixture Fixture { get; }

    public ScriptedChatClient Model { get; }

    public IChatClient Client { get; }

    public List<ChatMessage> History { get; private set; } = [new(ChatRole.User, "go")];

    public ChatOptions? Options { get; set; }

    public ApprovalCoordinator Approvals => Fixture.Guard.Approvals;

    public IReadOnlyList<JsonNode> Answers =>
        [.. Fixture.Notes.Where(note => (string?)note["kind"] == "approval_answer").Select(note => note["details"]!)];

    /// <summary>Sends the history and adds what comes back to it.</summary>
    /// <returns>The requests that came back.</returns>
    public async Task<IReadOnlyList<ToolApprovalRequestContent>> SendAsync(params AIContent[] contents)
    {
        if (contents.Length > 0)
        {
            History.Add(new ChatMessage(ChatRole.User, contents));
        }

        if (_json)
        {
            History = JsonSerializer.Deserialize<List<ChatMessage>>(JsonSerializer.Serialize(History, AIJsonUtilities.DefaultOptions), AIJsonUtilities.DefaultOptions)!;
        }

        var options = Options ?? ChatTurn.With(Tools.DeleteFunction(), Tools.ReadFunction(), AIFunctionFactory.Create(Tools.Wipe, "wipe"));
        var token = TestContext.Current.CancellationToken;
        var response = _streaming
            ? await Client.GetStreamingResponseAsync(History, options, token).ToChatResponseAsync(token)
            : await Client.GetResponseAsync(History, options, token);
        History.AddRange(response.Messages);
        return [.. response.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>()];
    }

    public async Task<IReadOnlyList<ToolApprovalRequestContent>> SendAsync(Reviewer reviewer, params AIContent[] contents)
    {
        using (Fixture.Guard.BeginReviewScope(reviewer))
        {
            return await SendAsync(contents);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Fixture.DisposeAsync();
    }
}
