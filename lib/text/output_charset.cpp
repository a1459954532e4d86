#include "text/output_charset.h"
