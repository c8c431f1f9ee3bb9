using KernelGuard.Cel.Checking;
using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Estimation;

/// <summary>How large a value can be: the characters of text, the entries of a list or map, and how large those are. Immutable.</summary>
internal sealed class Shape
{
    public static readonly Shape Scalar = new(0);
    private readonly bool _isUnknown;

    public Shape(long size, Shape? element = null, Shape? key = null)
    {
        Size = size;
        Element = element;
        Key = key;
    }

    private Shape(long size, bool isUnknown)
        : this(size)
    {
        _isUnknown = isUnknown;
        Element = this;
        Key = this;
    }

    public long Size { get; }

    /// <summary>Gets the shape of an element or of the value of an entry; null if there is none, or if it is not the same for all.</summary>
    public Shape? Element { get; }

    public Shape? Key { get; }

    public bool IsText => Element is null && Key is null && Size > 0;

    /// <summary>Makes the shape of a value that is any part of an input.</summary>
    public static Shape Unknown(long inputSize) => new(inputSize, isUnknown: true);

    public static Shape Of(CelType type, long inputSize)
    {
        // An entry of JSON takes two characters at least.
        var size = type.MaxSize ?? inputSize;
        var count = type.MaxSize ?? inputSize / 2;
        return type.Kind switch
        {
            CelTypeKind.String or CelTypeKind.Bytes => new Shape(size),
            CelTypeKind.List => new Shape(count, Of(type.Parameters[0], inputSize)),
            CelTypeKind.Map => new Shape(count, Of(type.Parameters[1], inputSize), Of(type.Parameters[0], inputSize)),
            CelTypeKind.Object => new Shape(
                type.Additional is null ? type.Fields.Count : count, null, new Shape(type.Additional is null ? 64 : inputSize)),
            CelTypeKind.Nullable => Of(type.Parameters[0], inputSize),
            CelTypeKind.Opaque when type.Parameters.Count == 1 => new Shape(1, Of(type.Parameters[0], inputSize)),
            CelTypeKind.Dyn or CelTypeKind.Error or CelTypeKind.Variable or CelTypeKind.Parameter or CelTypeKind.Opaque => Unknown(inputSize),
            _ => Scalar,
        };
    }

    public static Shape Of(in CelValue literal) => literal.Kind switch
    {
        CelKind.String => new Shape(literal.RawString.Length),
        CelKind.Bytes => new Shape(literal.RawBytes.Length),
        _ => Scalar,
    };

    /// <summary>Makes the shape of a value that is one of two.</summary>
    public static Shape Either(Shape first, Shape second)
    {
        if (first._isUnknown || second._isUnknown)
        {
            return first._isUnknown && first.Size >= second.Size ? first : Unknown(Math.Max(first.Size, second.Size));
        }

        return new Shape(Math.Max(first.Size, second.Size), EitherOrNone(first.Element, second.Element), EitherOrNone(first.Key, second.Key));
    }

    /// <summary>Gets what going through the whole value costs.</summary>
    public long Traversal()
    {
        if (_isUnknown || (Element is null && Key is null))
        {
            return _isUnknown ? Size : Size / 10;
        }

        return Saturating.Multiply(Size, Saturating.Add(Key is null ? 1 : ValueEquality.EntryCost, Saturating.Add(Element?.Traversal() ?? 0, Key?.Traversal() ?? 0)));
    }

    private static Shape? EitherOrNone(Shape? first, Shape? second) => first is null || second is null ? first ?? second : Either(first, second);
}
