using System.Text.Json;

namespace KernelGuard.Cel.Schemas;

/// <summary>Makes types of JSON Schemas, so that a misspelt field and an impossible comparison are found when an expression is
/// compiled.</summary>
/// <remarks>
/// <para>It reads <c>type</c>, <c>properties</c>, <c>required</c>, <c>additionalProperties</c>, <c>items</c>, <c>enum</c>, <c>const</c>,
/// <c>nullable</c>, <c>$ref</c> within the schema, <c>anyOf</c>, <c>oneOf</c>, <c>allOf</c>, <c>maxLength</c>, <c>maxItems</c> and
/// <c>maxProperties</c>. Other keywords narrow a value and leave its type as it is; where one of them can bring fields that
/// <c>properties</c> does not list, fields that are not listed are <see cref="CelType.Dyn"/>. What it does not know about makes a value <see cref="CelType.Dyn"/>, never a wrong type.</para>
/// <para>An <c>integer</c> is an int and a <c>number</c> is a double, unless the caller says otherwise; the host converts data accordingly.</para>
/// </remarks>
public static class CelSchema
{
    /// <summary>Makes the type of the values that a schema describes. Never throws for any JSON.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="name">The name of the type in messages, such as the name of the variable.</param>
    /// <param name="wholeNumber">The type of an <c>integer</c>, or null for int.</param>
    /// <param name="number">The type of a <c>number</c>, or null for double.</param>
    public static CelType Read(JsonElement schema, string name, CelType? wholeNumber = null, CelType? number = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new SchemaReader(schema, wholeNumber ?? CelType.Int, number ?? CelType.Double).Read(schema, name, 0);
    }
}
