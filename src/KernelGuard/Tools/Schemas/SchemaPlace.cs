namespace KernelGuard.Tools.Schemas;

/// <summary>Where a schema is applied, which decides what becomes of members that nobody declared.</summary>
internal enum SchemaPlace
{
    /// <summary>In place, as part of another schema that looks after undeclared members, conditions and assertions.</summary>
    Part,

    /// <summary>In place, as one of several forms, or under a condition: only undeclared members are looked after elsewhere.</summary>
    Form,

    /// <summary>On a value inside the arguments: undeclared members are refused where any are declared.</summary>
    Value,

    /// <summary>On the arguments as a whole: undeclared members are refused.</summary>
    Arguments,
}
