using System.Text.RegularExpressions;

namespace KernelGuard.Tools.Schemas;

/// <summary>One compiled schema. Only <see cref="SchemaCompiler"/> writes it; afterwards it does not change.</summary>
internal sealed class SchemaNode
{
    /// <summary>The kinds of value that it takes by its own <c>type</c>.</summary>
    public JsonTypes Types { get; set; } = JsonTypes.Any;

    /// <summary>The kinds of value that can pass it and all that applies in place.</summary>
    public JsonTypes EffectiveTypes { get; set; } = JsonTypes.Any;

    /// <summary>The only values that it takes (<c>enum</c>, <c>const</c>), or null.</summary>
    public HashSet<object?>? Values { get; set; }

    /// <summary>The least number.</summary>
    public SchemaBound? Minimum { get; set; }

    /// <summary>The greatest number.</summary>
    public SchemaBound? Maximum { get; set; }

    /// <summary>What a number must be a whole multiple of, or null.</summary>
    public double? MultipleOf { get; set; }

    /// <summary>The least and the greatest length of text, in code points.</summary>
    public SchemaRange Length { get; set; } = SchemaRange.Open;

    /// <summary>The pattern that text must contain, or null.</summary>
    public Regex? Pattern { get; set; }

    /// <summary>The pattern as it was written.</summary>
    public string PatternText { get; set; } = "";

    /// <summary>The least and the greatest number of list elements.</summary>
    public SchemaRange Count { get; set; } = SchemaRange.Open;

    /// <summary>Whether no two list elements may be equal.</summary>
    public bool UniqueItems { get; set; }

    /// <summary>What the first list elements must fit, each its own.</summary>
    public SchemaNode[] Prefix { get; set; } = [];

    /// <summary>What list elements after <see cref="Prefix"/> must fit, or null.</summary>
    public SchemaNode? Items { get; set; }

    /// <summary>What some list elements must fit, or null.</summary>
    public SchemaNode? Contains { get; set; }

    /// <summary>How many list elements must fit <see cref="Contains"/>.</summary>
    public SchemaRange ContainsCount { get; set; } = SchemaRange.Open;

    /// <summary>What list elements that nothing else looked at must fit, or null.</summary>
    public SchemaNode? UnevaluatedItems { get; set; }

    /// <summary>The declared members of an object.</summary>
    public Dictionary<string, SchemaNode> Properties { get; } = new(StringComparer.Ordinal);

    /// <summary>What members whose key matches a pattern must fit.</summary>
    public KeyValuePair<Regex, SchemaNode>[] Patterns { get; set; } = [];

    /// <summary>What every key must fit, or null.</summary>
    public SchemaNode? PropertyNames { get; set; }

    /// <summary>The least and the greatest number of members.</summary>
    public SchemaRange MemberCount { get; set; } = SchemaRange.Open;

    /// <summary>The members that must be there.</summary>
    public List<string> Required { get; } = [];

    /// <summary>The members that must be there where another one is.</summary>
    public Dictionary<string, List<string>> DependentRequired { get; } = new(StringComparer.Ordinal);

    /// <summary>What <c>additionalProperties</c> says: true, false, or null where it says nothing.</summary>
    public bool? AllowsAdditional { get; set; }

    /// <summary>What additional members must fit, or null.</summary>
    public SchemaNode? Additional { get; set; }

    /// <summary>What members that nothing else looked at must fit, or null.</summary>
    public SchemaNode? UnevaluatedMembers { get; set; }

    /// <summary>Schemas that must all fit the same value, <c>$ref</c> among them.</summary>
    public List<SchemaNode> AllOf { get; } = [];

    /// <summary>Schemas of which one must fit the same value.</summary>
    public List<SchemaNode> AnyOf { get; } = [];

    /// <summary>Schemas of which exactly one must fit the same value.</summary>
    public List<SchemaNode> OneOf { get; } = [];

    /// <summary>What the same value must not fit, or null.</summary>
    public SchemaNode? Not { get; set; }

    /// <summary>The question that decides between <see cref="Then"/> and <see cref="Else"/>, or null.</summary>
    public SchemaNode? If { get; set; }

    /// <summary>What the same value must fit where it fits <see cref="If"/>, or null.</summary>
    public SchemaNode? Then { get; set; }

    /// <summary>What the same value must fit where it does not fit <see cref="If"/>, or null.</summary>
    public SchemaNode? Else { get; set; }

    /// <summary>What the same object must fit where it has a member.</summary>
    public List<KeyValuePair<string, SchemaNode>> DependentSchemas { get; } = [];

    /// <summary>Whether there is a <see cref="Default"/>.</summary>
    public bool HasDefault { get; set; }

    /// <summary>The value that an absent member of this schema gets.</summary>
    public object? Default { get; set; }

    /// <summary>Whether there is an <see cref="Example"/>.</summary>
    public bool HasExample { get; set; }

    /// <summary>The first of its examples.</summary>
    public object? Example { get; set; }

    /// <summary>The format that text is said to have, or null. It is not checked.</summary>
    public string? Format { get; set; }

    /// <summary>The declared spelling of each member, looked up ignoring case: its own and those of all schemas that apply in place.</summary>
    public Dictionary<string, string> Spellings { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The patterns of declared keys: its own and those of all schemas that apply in place.</summary>
    public Regex[] KeyPatterns { get; set; } = [];

    /// <summary>The schemas whose assertions are asked of the finished value: itself, and those of <see cref="AllOf"/> at every depth.</summary>
    public SchemaNode[] Late { get; set; } = [];

    /// <summary>Whether it, or a schema that applies in place, says outright that other members may come.</summary>
    public bool AdmitsUnknown { get; set; }

    /// <summary>Whether nothing applies in place, so that the value is seen once.</summary>
    public bool IsPlain => AllOf.Count == 0 && AnyOf.Count == 0 && OneOf.Count == 0 && If is null && DependentSchemas.Count == 0;

    /// <summary>Whether it asks for members, or says what keys look like, without declaring any: then any may come.</summary>
    public bool IsMap => PropertyNames is not null || Required.Count > 0 || MemberCount.Least > 0;

    /// <summary>Everything that applies in place.</summary>
    public IEnumerable<SchemaNode> InPlace
    {
        get
        {
            SchemaNode?[] conditions = [Not, If, Then, Else];
            return AllOf.Concat(AnyOf).Concat(OneOf).Concat(conditions.OfType<SchemaNode>()).Concat(DependentSchemas.Select(static each => each.Value));
        }
    }
}
