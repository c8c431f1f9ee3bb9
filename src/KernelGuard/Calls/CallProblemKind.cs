namespace KernelGuard.Calls;

/// <summary>Why a call cannot be judged by rules: what is wrong with its tool, its arguments or its caller.</summary>
public enum CallProblemKind
{
    /// <summary>The tool is in no catalogue.</summary>
    UnknownTool,

    /// <summary>Two different tools answer to the name.</summary>
    AmbiguousTool,

    /// <summary>The tool comes from elsewhere than its declaration says.</summary>
    WrongSource,

    /// <summary>The arguments are no JSON object.</summary>
    MalformedArguments,

    /// <summary>One object holds the same key twice.</summary>
    DuplicateKey,

    /// <summary>One object holds two keys that differ only by case.</summary>
    AmbiguousArgument,

    /// <summary>A string or key holds half of a surrogate pair.</summary>
    InvalidText,

    /// <summary>A number is NaN or infinite.</summary>
    InvalidNumber,

    /// <summary>A number cannot be held exactly: an integer beyond 2^53-1, or too many digits.</summary>
    NumberOutOfRange,

    /// <summary>The arguments nest deeper than the limit.</summary>
    TooDeep,

    /// <summary>The arguments are larger than the limit.</summary>
    TooLarge,

    /// <summary>The arguments contain themselves.</summary>
    CyclicArguments,

    /// <summary>The tool's schema knows no such argument.</summary>
    UnknownArgument,

    /// <summary>An argument that the tool's schema requires is missing.</summary>
    MissingArgument,

    /// <summary>A value does not fit the tool's schema.</summary>
    InvalidArgument,

    /// <summary>The scope that said who is acting has ended.</summary>
    ScopeEnded,

    /// <summary>The agent is known neither to the policy set nor to the agent directory, or nobody says who it is or which roles it has.</summary>
    UnknownAgent,

    /// <summary>The host says something else of the agent than the policy set or the agent directory.</summary>
    AgentConflict,

    /// <summary>The agent directory failed, or did not answer in time.</summary>
    AgentsUnavailable,

    /// <summary>The host names another resource than the call's arguments do.</summary>
    ResourceConflict,
}
