namespace KernelGuard.Cel.RegularExpressions;

/// <summary>A part of a parsed pattern.</summary>
internal abstract record PatternNode
{
    /// <summary>Gets whether the part can match without taking a character.</summary>
    public abstract bool MayBeEmpty { get; }

    /// <summary>Gets whether every match of the part starts at the start of the text.</summary>
    public virtual bool IsAnchored => false;
}

/// <summary>One character out of a set.</summary>
internal sealed record SetNode(CodePointSet Set) : PatternNode
{
    public override bool MayBeEmpty => false;
}

/// <summary>A condition on the place between two characters.</summary>
internal sealed record AssertionNode(Assertion Assertion) : PatternNode
{
    public override bool MayBeEmpty => true;

    public override bool IsAnchored => Assertion == Assertion.StartOfText;
}

/// <summary>Parts one after the other; none is the empty pattern.</summary>
internal sealed record SequenceNode(IReadOnlyList<PatternNode> Parts) : PatternNode
{
    public override bool MayBeEmpty => Parts.All(part => part.MayBeEmpty);

    public override bool IsAnchored => Parts is [{ IsAnchored: true }, ..];
}

/// <summary>Parts of which one matches; an earlier one is preferred.</summary>
internal sealed record ChoiceNode(IReadOnlyList<PatternNode> Parts) : PatternNode
{
    public override bool MayBeEmpty => Parts.Any(part => part.MayBeEmpty);

    public override bool IsAnchored => Parts.All(part => part.IsAnchored);
}

/// <summary>A part that is remembered under a number from 1.</summary>
internal sealed record CaptureNode(int Number, PatternNode Part) : PatternNode
{
    public override bool MayBeEmpty => Part.MayBeEmpty;

    public override bool IsAnchored => Part.IsAnchored;
}

/// <summary>A part that occurs several times in a row; without a maximum any number of times.</summary>
internal sealed record RepeatNode(PatternNode Part, int Minimum, int? Maximum, bool IsGreedy) : PatternNode
{
    public override bool MayBeEmpty => Minimum == 0 || Part.MayBeEmpty;

    public override bool IsAnchored => Minimum > 0 && Part.IsAnchored;
}
