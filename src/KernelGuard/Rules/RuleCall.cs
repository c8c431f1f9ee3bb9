using KernelGuard.Calls;
using KernelGuard.State;

namespace KernelGuard.Rules;

/// <summary>One version of a call, as a rule in code sees it: the facts that conditions of documents read, and nothing of what a model was told or said. Immutable.</summary>
public sealed class RuleCall
{
    private readonly ToolCallRequest _request;

    internal RuleCall(ToolCallRequest request, SessionFacts earlier)
    {
        _request = request;
        Earlier = earlier;
        Arguments = new RuleValues("args", request.Arguments);
        Resource = new RuleValues("resource", request.Resource) { Failures = request.FactFailures };
        Context = new RuleValues("context", request.Context) { Failures = request.FactFailures };
        Environment = new RuleValues("env", request.Environment);
    }

    /// <summary>The tool.</summary>
    public ToolFacts Tool => _request.Tool;

    /// <summary>Where the tool comes from, such as <c>sk</c>; "" where nobody said.</summary>
    public string Source => _request.Source;

    /// <summary>The arguments, which the model wrote.</summary>
    public RuleValues Arguments { get; }

    /// <summary>The acting agent, or null where the host did not say.</summary>
    public AgentIdentity? Agent => _request.Caller.Agent;

    /// <summary>The user for whom it acts, or null where the host did not say.</summary>
    public UserIdentity? User => _request.Caller.User;

    /// <summary>The session's id, or null where the host did not say.</summary>
    public string? Session => _request.Caller.Session;

    /// <summary>What earlier calls of the session left behind.</summary>
    public SessionFacts Earlier { get; }

    /// <summary>What is known of what the call is about.</summary>
    public RuleValues Resource { get; }

    /// <summary>The business context.</summary>
    public RuleValues Context { get; }

    /// <summary>The environment.</summary>
    public RuleValues Environment { get; }

    /// <summary>When the call was made; a rule should read no other clock.</summary>
    public DateTimeOffset Time => _request.Time;

    /// <summary>Whether code made the call, and no model.</summary>
    public bool IsDirect => _request.IsDirect;

    /// <summary>Text that a model or another stranger wrote, in backticks, escaped and bounded, for use in a reason.</summary>
    /// <param name="text">The text.</param>
    public static string Quote(string text) => QuotedText.Quote(text);
}
