namespace KernelGuard.Cel.Syntax;

/// <summary>The macros that go over a range.</summary>
internal enum ComprehensionKind
{
    All,
    Exists,
    ExistsOne,
    Map,
    Filter,
    TransformList,
    TransformMap,
    TransformMapEntry,
    SortBy,
    OptionalMap,
    OptionalFlatMap,
}
