namespace Microsoft.Extensions.AI;

/// <summary>One request of a caller: what is sent next, and what has been made so far.</summary>
internal sealed class FunctionInvocationTurn(IEnumerable<ChatMessage> messages, ChatOptions? options, bool isStreaming)
{
    private bool _providerKeepsHistory;

    /// <summary>What the model gets with the next request.</summary>
    public List<ChatMessage> History { get; } = [.. messages];

    /// <summary>What the caller gets in the end.</summary>
    public List<ChatMessage> Made { get; } = [];

    public ChatOptions? Options { get; set; } = options;

    public UsageDetails? Usage { get; private set; }

    public int Iteration { get; set; }

    public int FailedRounds { get; set; }

    public bool IsOver { get; set; }

    public bool IsStreaming => isStreaming;

    /// <summary>Where in the history the next messages go; null for its end.</summary>
    public int? Position { get; set; }

    public void Add(UsageDetails? usage)
    {
        if (usage is not null)
        {
            Usage ??= new UsageDetails();
            Usage.Add(usage);
        }
    }

    public void Append(IEnumerable<ChatMessage> added)
    {
        var list = added.ToList();
        History.InsertRange(Position ?? History.Count, list);
        Position += list.Count;
        Made.AddRange(list);
    }

    public void Take(ChatResponse response)
    {
        _providerKeepsHistory = response.ConversationId is not null;
        if (_providerKeepsHistory)
        {
            History.Clear();
            Made.AddRange(response.Messages);
        }
        else
        {
            Append(response.Messages);
        }

        if (Options?.ToolMode is RequiredChatToolMode || response.ConversationId != Options?.ConversationId)
        {
            Options = Options?.Clone() ?? new ChatOptions();
            Options.ToolMode = Options.ToolMode is RequiredChatToolMode ? null : Options.ToolMode;
            Options.ConversationId = response.ConversationId;
        }
    }
}
