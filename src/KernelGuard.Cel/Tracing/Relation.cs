using KernelGuard.Cel.Syntax;

namespace KernelGuard.Cel.Tracing;

/// <summary>How a field compares with a constant.</summary>
internal enum Relation
{
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
}

/// <summary>What can be done with relations.</summary>
internal static class RelationExtensions
{
    /// <summary>The relation of an operator, or null.</summary>
    public static Relation? Of(string function) => function switch
    {
        Operators.Equal => Relation.Equal,
        Operators.NotEqual => Relation.NotEqual,
        Operators.Less => Relation.Less,
        Operators.LessEqual => Relation.LessEqual,
        Operators.Greater => Relation.Greater,
        Operators.GreaterEqual => Relation.GreaterEqual,
        _ => null,
    };

    /// <summary>The relation that holds where this one does not.</summary>
    public static Relation Negated(this Relation relation) => relation switch
    {
        Relation.Equal => Relation.NotEqual,
        Relation.NotEqual => Relation.Equal,
        Relation.Less => Relation.GreaterEqual,
        Relation.LessEqual => Relation.Greater,
        Relation.Greater => Relation.LessEqual,
        _ => Relation.Less,
    };

    /// <summary>The relation with the sides exchanged.</summary>
    public static Relation Mirrored(this Relation relation) => relation switch
    {
        Relation.Less => Relation.Greater,
        Relation.LessEqual => Relation.GreaterEqual,
        Relation.Greater => Relation.Less,
        Relation.GreaterEqual => Relation.LessEqual,
        _ => relation,
    };
}
