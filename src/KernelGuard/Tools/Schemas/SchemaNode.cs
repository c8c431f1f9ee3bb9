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

    /// <summary>What list elements must fit, or null.</summary>
    public SchemaNode? Items { get; set; }

    /// <summary>The declared members of an object.</summary>
    public Dictionary<string, SchemaNode> Properties { get; } = new(StringComparer.Ordinal);

    /// <summary>The members that must be there.</summary>
    public List<string> Required { get; } = [];

    /// <summary>What <c>additionalProperties</c> says: true, false, or null where it says nothing.</summary>
    public bool? AllowsAdditional { get; set; }

    /// <summary>What additional members must fit, or null.</summary>
    public SchemaNode? Additional { get; set; }

    /// <summary>Schemas that must all fit the same value, <c>$ref</c> among them.</summary>
    public List<SchemaNode> AllOf { get; } = [];

    /// <summary>Schemas of which one must fit the same value.</summary>
    public List<SchemaNode> AnyOf { get; } = [];

    /// <summary>Schemas of which exactly one must fit the same value.</summary>
    public List<SchemaNode> OneOf { get; } = [];

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

    /// <summary>Whether it, or a schema that applies in place, says outright that other members may come.</summary>
    public bool AdmitsUnknown { get; set; }

    /// <summary>Whether nothing applies in place, so that the value is seen once.</summary>
    public bool IsPlain => AllOf.Count == 0 && AnyOf.Count == 0 && OneOf.Count == 0;

    /// <summary>Everything that applies in place.</summary>
    public IEnumerable<SchemaNode> InPlace => AllOf.Concat(AnyOf).Concat(OneOf);
}
