import { BarChart, CustomChart, LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

/** ECharts with only the parts the console draws with; imported lazily by `Chart.tsx`. */
use([BarChart, LineChart, CustomChart, GridComponent, TooltipComponent, MarkLineComponent, SVGRenderer]);

export { init };
