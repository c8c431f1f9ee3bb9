namespace KernelGuard.Cel.Evaluation;

/// <summary>Indexes of lists: integers, and doubles that are whole numbers.</summary>
internal static class ListIndex
{
    /// <summary>Gives the position that an index stands for, which may be outside the list.</summary>
    public static bool TryGetPosition(in CelValue key, out long position)
    {
        switch (key.Kind)
        {
            case CelKind.Int:
                position = key.RawBits;
                return true;
            case CelKind.UInt:
                position = key.RawBits < 0 ? long.MaxValue : key.RawBits;
                return true;
            case CelKind.Double when double.IsInteger(key.RawDouble):
                position = Math.Abs(key.RawDouble) > int.MaxValue ? -1 : (long)key.RawDouble;
                return true;
            default:
                position = -1;
                return false;
        }
    }
}
