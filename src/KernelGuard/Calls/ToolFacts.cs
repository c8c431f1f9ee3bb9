namespace KernelGuard.Calls;

/// <summary>What a tool is; <c>tool</c> in conditions. Said by the host and by policy documents, never by a model.</summary>
public sealed record ToolFacts
{
    /// <summary>Facts of a tool of which nothing but its name is known.</summary>
    /// <param name="name">The tool's name.</param>
    public ToolFacts(string name)
    {
        Name = name;
        var dot = name.LastIndexOf('.');
        Plugin = dot > 0 ? name[..dot] : "";
        Function = dot > 0 ? name[(dot + 1)..] : name;
    }

    /// <summary>The name under which policies know the tool.</summary>
    public string Name { get; }

    /// <summary>The part of the name before its last dot, or "".</summary>
    public string Plugin { get; }

    /// <summary>The part of the name after its last dot.</summary>
    public string Function { get; }

    /// <summary>How risky the tool is: <c>low</c>, <c>medium</c>, <c>high</c>, <c>critical</c>, or "" where nobody said.</summary>
    public string Risk { get; init; } = "";

    /// <summary>What the tool does to the world: <c>read</c>, <c>write</c>, <c>irreversible</c>, or "" where nobody said.</summary>
    public string Impact { get; init; } = "";

    /// <summary>The categories of data that the tool touches.</summary>
    public FrozenList Data { get; init; } = FrozenList.Empty;

    /// <summary>What entering the tool marks the session with.</summary>
    public FrozenList Labels { get; init; } = FrozenList.Empty;

    /// <summary>Whether policy may change what the tool gets and what it gives.</summary>
    public bool IsModifiable { get; init; } = true;

    /// <summary>Whether the tool only stands in for others: no model can call it.</summary>
    public bool IsSubstitute { get; init; }

    /// <summary>Free tags.</summary>
    public FrozenList Tags { get; init; } = FrozenList.Empty;

    /// <summary>The regulations whose scope the tool is in, such as <c>gdpr</c>.</summary>
    public FrozenList Regulations { get; init; } = FrozenList.Empty;
}
